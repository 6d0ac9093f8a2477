package dev.beckon.server.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a class of tests of the doors when a buffer of Netty was collected that nobody had released: of Vert.x' Netty, and
 * of the one inside gRPC. The build lets both watch all buffers. JUnit finds this extension by itself.
 */
public final class NoLeakedBuffers implements BeforeAllCallback, AfterAllCallback {

    private static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();
    private static final int COLLECTIONS = 2;
    private static final long COLLECTION_MILLIS = 10_000;

    @Override
    public void beforeAll(ExtensionContext context) {
        if (isOfADoor(context)) {
            watch();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws InterruptedException {
        if (isOfADoor(context)) {
            assertThat(takeLeaks()).as("buffers that were not released").isEmpty();
        }
    }

    /** From now on leaks are remembered. */
    static void watch() {
        io.netty.buffer.ByteBufUtil.setLeakListener((type, records) -> LEAKS.add("Vert.x: " + records));
        io.grpc.netty.shaded.io.netty.buffer.ByteBufUtil.setLeakListener(
                (type, records) -> LEAKS.add("gRPC: " + records));
    }

    /** The leaks since the last time. */
    static List<String> takeLeaks() throws InterruptedException {
        for (int i = 0; i < COLLECTIONS; i++) {
            collect();
        }
        // Netty tells of a leak when it makes the next buffer.
        io.netty.buffer.PooledByteBufAllocator.DEFAULT.directBuffer().release();
        io.grpc.netty.shaded.io.netty.buffer.PooledByteBufAllocator.DEFAULT
                .directBuffer()
                .release();
        List<String> leaks = new ArrayList<>();
        for (String leak = LEAKS.poll(); leak != null; leak = LEAKS.poll()) {
            leaks.add(leak);
        }
        return leaks;
    }

    private static void collect() throws InterruptedException {
        ReferenceQueue<Object> collected = new ReferenceQueue<>();
        WeakReference<Object> sentinel = new WeakReference<>(new Object(), collected);
        System.gc();
        assertThat(collected.remove(COLLECTION_MILLIS)).as("what was collected").isSameAs(sentinel);
    }

    private static boolean isOfADoor(ExtensionContext context) {
        return context.getRequiredTestClass().getPackageName().contains(".transport.");
    }
}

package dev.beckon.server.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import org.junit.jupiter.api.Test;

/** The watch over buffers would see a leak. */
class NoLeakedBuffersTest {

    @Test
    void bufferThatNobodyReleases_isSeen_inBothNettys() throws Exception {
        NoLeakedBuffers.watch();
        NoLeakedBuffers.takeLeaks();

        PooledByteBufAllocator.DEFAULT.directBuffer().writeInt(1);
        io.grpc.netty.shaded.io.netty.buffer.PooledByteBufAllocator.DEFAULT
                .directBuffer()
                .writeInt(2);

        assertThat(NoLeakedBuffers.takeLeaks())
                .hasSize(2)
                .anyMatch(leak -> leak.startsWith("Vert.x"))
                .anyMatch(leak -> leak.startsWith("gRPC"));
        assertThat(NoLeakedBuffers.takeLeaks()).isEmpty();
    }
}

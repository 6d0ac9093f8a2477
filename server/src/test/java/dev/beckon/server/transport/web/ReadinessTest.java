package dev.beckon.server.transport.web;

import static dev.beckon.server.transport.web.WebPort.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A slow reader is felt by the service, and costs a bounded amount of memory. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReadinessTest {

    private static final byte[] KILOBYTE = new byte[1024];
    private static final int FRAME = 1024 + 5;
    /** Far more than the kernel takes for a connection whose client does not read. */
    private static final int OFFERED = 64 * 1024;

    private static final int KERNEL_AT_MOST = 16 * 1024;

    @Test
    void inOneTurn_isReadyUpTo32KiB() throws Exception {
        CompletableFuture<Integer> accepted = new CompletableFuture<>();
        try (WebPort web = WebPort.start(call -> {
                    call.begin();
                    int sent = 0;
                    for (; call.call.isReady(); sent++) {
                        call.send(KILOBYTE);
                    }
                    accepted.complete(sent);
                    call.finish(Status.OK);
                });
                RawConnection client = web.connect()) {
            client.call(TestService.STREAM, "x");

            assertThat(await(accepted)).isEqualTo((32 * 1024 + FRAME - 1) / FRAME);
            assertThat(client.readAnswer().messages()).hasSize(await(accepted));
        }
    }

    @Test
    void stalledReader_stopsTheService_andReadingWakesIt() throws Exception {
        AtomicInteger sent = new AtomicInteger();
        CompletableFuture<TestService.Call> flooding = new CompletableFuture<>();
        try (WebPort web = WebPort.start(call -> serve(call, sent, flooding));
                RawConnection slow = RawConnection.openNarrow(web.port)) {
            slow.call(TestService.STREAM, "flood");
            TestService.Call call = await(flooding);

            awaitStall(web, call, sent);

            assertThat(sent.get()).isBetween(32, KERNEL_AT_MOST);
            RawConnection.Head head = slow.readHead();
            long bytes = 0;
            for (byte[] chunk = slow.readChunk(); chunk.length > 0; chunk = slow.readChunk()) {
                bytes += chunk.length;
            }
            assertThat(head.status()).isEqualTo(200);
            assertThat(bytes).isGreaterThan((long) OFFERED * FRAME).isLessThan((long) OFFERED * FRAME + 100);
            assertThat(sent).hasValue(OFFERED);
            await(call.completed);
        }
    }

    @Test
    void stalledReader_doesNotHoldAClosedCallForEver() throws Exception {
        CompletableFuture<TestService.Call> served = new CompletableFuture<>();
        WebTimeouts shortLinger = new WebTimeouts(Duration.ofMillis(100), WebPort.PATIENCE);
        try (WebPort web = WebPort.start(
                        call -> {
                            call.begin();
                            for (int i = 0; i < OFFERED; i++) {
                                call.send(KILOBYTE);
                            }
                            call.finish(Status.RESOURCE_EXHAUSTED);
                            served.complete(call);
                        },
                        shortLinger);
                RawConnection slow = RawConnection.openNarrow(web.port)) {
            slow.call(TestService.STREAM, "x");

            TestService.Call call = await(served);
            await(call.cancelled);

            assertThat(call.call.isCancelled()).isTrue();
            assertThat(call.completed).isNotDone();
            slow.readToEnd();
        }
    }

    /** Floods as far as the call is ready, or answers at once. */
    private static void serve(TestService.Call call, AtomicInteger sent, CompletableFuture<TestService.Call> flooding) {
        if (!call.text().equals("flood")) {
            TestService.echo(call);
            return;
        }
        call.begin();
        call.whenReady = () -> {
            while (call.call.isReady() && sent.get() < OFFERED) {
                call.send(KILOBYTE);
                sent.incrementAndGet();
            }
            if (sent.get() == OFFERED) {
                call.finish(Status.OK);
            }
        };
        flooding.complete(call);
    }

    /** Until nothing was sent during 100 calls that the same event loop served. */
    private static void awaitStall(WebPort web, TestService.Call call, AtomicInteger sent) throws Exception {
        try (RawConnection other = web.connect()) {
            long deadline = System.nanoTime() + WebPort.PATIENCE.toNanos();
            for (int before = -1; call.call.isReady() || before != sent.get(); ) {
                assertThat(System.nanoTime())
                        .as("stalled, after %s messages", sent)
                        .isLessThan(deadline);
                before = sent.get();
                for (int i = 0; i < 100; i++) {
                    other.call(TestService.UNARY, "turn");
                    assertThat(other.readAnswer().messages()).containsExactly("turn");
                }
            }
        }
    }
}

package dev.beckon.server.transport.web;

import static dev.beckon.server.transport.web.WebPort.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Metadata;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is written in one turn of the loop leaves in one write, in order, from whatever thread it came. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BurstTest {

    @Test
    void burst_isOneChunk() throws Exception {
        CompletableFuture<TestService.Call> served = new CompletableFuture<>();
        try (WebPort web = WebPort.start(call -> {
                    sendAll(call, 0, 20);
                    served.complete(call);
                });
                RawConnection client = web.connect()) {
            client.call(TestService.STREAM, "x");

            RawConnection.Head head = client.readHead();
            assertThat(GrpcAnswer.of(head, client.readChunk()).messages()).isEqualTo(numbers(0, 20));

            await(served).finish(Status.OK);
            assertThat(GrpcAnswer.of(head, client.readChunk()).status()).isEqualTo("0");
            assertThat(client.readChunk()).isEmpty();
        }
    }

    @Test
    void wholeAnswerInOneTurn_hasALengthAndNoChunks() throws Exception {
        try (WebPort web = WebPort.start(TestService::echo);
                RawConnection client = web.connect()) {
            client.call(TestService.UNARY, "x");

            GrpcAnswer answer = client.readAnswer();

            assertThat(answer.head().header("content-length")).isEqualTo(Integer.toString(5 + 1 + 5 + 15));
            assertThat(answer.messages()).containsExactly("x");
            assertThat(answer.status()).isEqualTo("0");
        }
    }

    @Test
    void largeBurst_leavesEarly() throws Exception {
        try (WebPort web = WebPort.start(call -> {
                    for (int i = 0; i < 100; i++) {
                        call.send(new byte[1024]);
                    }
                    call.finish(Status.OK);
                });
                RawConnection client = web.connect()) {
            client.call(TestService.STREAM, "x");

            client.readHead();
            assertThat(client.readChunk()).hasSize(64 * 1029);
            assertThat(client.readChunk()).hasSizeBetween(36 * 1029, 36 * 1029 + 100);
        }
    }

    @Test
    void headers_leaveBeforeTheFirstMessage() throws Exception {
        CompletableFuture<TestService.Call> served = new CompletableFuture<>();
        try (WebPort web = WebPort.start(call -> {
                    call.begin();
                    served.complete(call);
                });
                RawConnection client = web.connect()) {
            client.call(TestService.STREAM, "x");

            assertThat(client.readHead().status()).isEqualTo(200);

            await(served).send("now");
            assertThat(new String(client.readChunk(), java.nio.charset.StandardCharsets.UTF_8))
                    .endsWith("now");
        }
    }

    @Test
    void ownThreadThenLoop_keepTheirOrder() throws Exception {
        CompletableFuture<Executor> loop = new CompletableFuture<>();
        CompletableFuture<TestService.Call> served = new CompletableFuture<>();
        VertxStreamExecutors executors = new VertxStreamExecutors();
        try (WebPort web = WebPort.start(call -> {
                    loop.complete(executors.current());
                    served.complete(call);
                });
                RawConnection client = web.connect()) {
            client.call(TestService.STREAM, "x");
            TestService.Call call = await(served);
            Executor callLoop = await(loop);
            CompletableFuture<Void> handedOver = new CompletableFuture<>();

            // The loop is busy while this thread writes, so that its own writes could overtake.
            callLoop.execute(() -> {
                handedOver.join();
                sendAll(call, 500, 501);
                call.finish(Status.OK);
            });
            call.call.sendHeaders(new Metadata());
            sendAll(call, 0, 500);
            handedOver.complete(null);

            assertThat(client.readAnswer().messages()).isEqualTo(numbers(0, 501));
        }
    }

    @Test
    void streamExecutor_runsLaterOnTheThreadOfTheCallbacks() throws Exception {
        CompletableFuture<List<Thread>> order = new CompletableFuture<>();
        VertxStreamExecutors executors = new VertxStreamExecutors();
        try (WebPort web = WebPort.start(call -> {
                    List<Thread> threads = new ArrayList<>();
                    executors.current().execute(() -> {
                        threads.add(Thread.currentThread());
                        // From a task of the loop the answer is the same.
                        executors.current().execute(() -> order.complete(threads));
                    });
                    threads.add(Thread.currentThread());
                    call.finish(Status.OK);
                });
                RawConnection client = web.connect()) {
            client.call(TestService.UNARY, "x");

            List<Thread> threads = await(order);

            assertThat(threads).hasSize(2);
            assertThat(threads.get(0)).isSameAs(threads.get(1)).isNotSameAs(Thread.currentThread());
        }
    }

    private static void sendAll(TestService.Call call, int from, int to) {
        numbers(from, to).forEach(call::send);
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }
}

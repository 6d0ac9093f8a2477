package dev.beckon.server.transport.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Context;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that goes away is noticed at once, however it goes. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CancelTest {

    private final CompletableFuture<TestService.Call> served = new CompletableFuture<>();
    private final CompletableFuture<Context> context = new CompletableFuture<>();
    private final WebPort web;

    CancelTest() throws IOException {
        // Says hello and then nothing for ever.
        web = WebPort.start(call -> {
            context.complete(Context.current());
            if (call.text().equals("stream")) {
                call.send("hello");
            }
            served.complete(call);
        });
    }

    @AfterEach
    void stop() {
        web.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream", "unary"})
    void closedConnection_cancels(String kind) throws Exception {
        RawConnection client = open(kind);

        client.close();

        assertCancelled();
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream", "unary"})
    void resetConnection_cancels(String kind) throws Exception {
        RawConnection client = open(kind);

        client.reset();

        assertCancelled();
    }

    @Test
    void goneBeforeTheBodyWasComplete_neverReachesTheService() throws Exception {
        try (RawConnection client = web.connect()) {
            client.post(TestService.STREAM, 100, new byte[] {0, 0});
        }

        // The same loop serves the next call, so the first would have come before it.
        RawConnection client = open("stream");
        assertThat(await(served).text()).isEqualTo("stream");
        client.close();
    }

    @Test
    void afterCancel_nothingIsWrittenAndNothingFails() throws Exception {
        RawConnection client = open("stream");
        client.reset();
        TestService.Call call = assertCancelled();

        call.send("too late");
        call.finish(io.grpc.Status.OK);

        assertThat(call.call.isReady()).isFalse();
        try (RawConnection next = web.connect()) {
            next.request("GET", "/healthz");
            assertThat(next.readHead().status()).isEqualTo(200);
        }
        assertThat(call.completed).isNotDone();
    }

    private RawConnection open(String kind) throws Exception {
        RawConnection client = web.connect();
        client.call(path(kind), kind);
        await(served);
        assertThat(served.get().call.isCancelled()).isFalse();
        return client;
    }

    private static String path(String kind) {
        return kind.equals("stream") ? TestService.STREAM : TestService.UNARY;
    }

    private TestService.Call assertCancelled() throws Exception {
        TestService.Call call = await(served);
        await(call.cancelled);
        assertThat(call.call.isCancelled()).isTrue();
        assertThat(await(context).isCancelled()).isTrue();
        assertThat(call.threads).containsOnly(call.threads.element());
        return call;
    }

    private static <T> T await(CompletableFuture<T> future) throws Exception {
        return WebPort.await(future);
    }
}

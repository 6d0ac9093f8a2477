package dev.beckon.server.transport.web;

import static dev.beckon.server.transport.web.Http2Client.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is different on HTTP/2: a call is a stream among others of its connection. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Http2Test {

    private final CompletableFuture<TestService.Call> served = new CompletableFuture<>();

    @Test
    void call_isAnswered() throws Exception {
        try (WebPort web = WebPort.start(TestService::echo);
                Http2Client client = new Http2Client(web.port)) {
            GrpcAnswer answer = call(client, TestService.UNARY, "x").whole();

            assertThat(answer.messages()).containsExactly("x");
            assertThat(answer.status()).isEqualTo("0");
            assertThat(call(client, TestService.UPLOAD, "x").whole().status()).isEqualTo("12");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TestService.UNARY, TestService.STREAM})
    void resetStream_cancels_andLeavesTheConnection(String path) throws Exception {
        try (WebPort web = WebPort.start(call -> {
                    call.begin();
                    served.complete(call);
                });
                Http2Client client = new Http2Client(web.port)) {
            HttpClientRequest request = client.open(path);
            Future<HttpClientResponse> response = request.response();
            await(request.end(frame("x")));
            assertThat(await(response).statusCode()).isEqualTo(200);

            await(request.reset(8));

            TestService.Call call = WebPort.await(served);
            WebPort.await(call.cancelled);
            assertThat(call.call.isCancelled()).isTrue();
            assertThat(client.health()).isEqualTo(200);
        }
    }

    @Test
    void tooLarge_endsTheStream_andLeavesTheConnection() throws Exception {
        WebTimeouts shortLinger = new WebTimeouts(Duration.ofMillis(50), WebPort.PATIENCE);
        try (WebPort web = WebPort.start(TestService::echo, shortLinger);
                Http2Client client = new Http2Client(web.port)) {
            HttpClientRequest request = client.open(TestService.UNARY).setChunked(true);
            CompletableFuture<Throwable> reset = new CompletableFuture<>();
            request.exceptionHandler(reset::complete);
            Http2Client.Answer answer = Http2Client.Answer.of(request);
            await(request.write(Buffer.buffer(new byte[WebPort.MAX_MESSAGE + 6])));

            assertThat(answer.whole().status()).isEqualTo("8");
            assertThat(WebPort.await(reset)).hasMessageContaining("reset");
            assertThat(client.health()).isEqualTo(200);
        }
    }

    @Test
    void readerThatGrantsNoWindow_doesNotHoldAClosedCallForEver() throws Exception {
        WebTimeouts shortLinger = new WebTimeouts(Duration.ofMillis(50), WebPort.PATIENCE);
        try (WebPort web = WebPort.start(
                        call -> {
                            call.send(new byte[1024 * 1024]);
                            call.finish(Status.OK);
                            served.complete(call);
                        },
                        shortLinger);
                Http2Client client = new Http2Client(web.port)) {
            HttpClientRequest request = client.open(TestService.STREAM);
            Future<HttpClientResponse> paused = request.response().onSuccess(HttpClientResponse::pause);
            await(request.end(frame("x")));
            await(paused);

            WebPort.await(WebPort.await(served).cancelled);

            assertThat(client.health()).isEqualTo(200);
        }
    }

    @Test
    void silentCall_outlivesTheIdleTimeout() throws Exception {
        WebTimeouts shortIdle = new WebTimeouts(WebPort.PATIENCE, Duration.ofSeconds(1));
        try (WebPort web = WebPort.start(
                        call -> {
                            call.begin();
                            served.complete(call);
                        },
                        shortIdle);
                Http2Client client = new Http2Client(web.port)) {
            Http2Client.Answer answer = call(client, TestService.STREAM, "x");
            assertThat(answer.status()).isEqualTo(200);
            // By the time that this one has been idle for too long, the call would have been so too.
            try (RawConnection idle = web.connect()) {
                idle.request("GET", "/healthz").readToEnd();
            }

            WebPort.await(served).send("alive");
            served.get().finish(Status.OK);

            assertThat(answer.whole().messages()).containsExactly("alive");
            assertThat(answer.whole().status()).isEqualTo("0");
        }
    }

    private static Http2Client.Answer call(Http2Client client, String path, String message) throws Exception {
        HttpClientRequest request = client.open(path);
        Http2Client.Answer answer = Http2Client.Answer.of(request);
        await(request.end(frame(message)));
        return answer;
    }

    private static Buffer frame(String message) {
        return Buffer.buffer(RawConnection.frame(message.getBytes(UTF_8)));
    }
}

package dev.beckon.server.transport.web;

import static dev.beckon.server.transport.web.WebPort.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Starting, ending, health, and what is no call. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WebServerTest {

    @Test
    void takenPort_isSaidInWords() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                WebServer server = server(options("127.0.0.1", taken.getLocalPort(), 2))) {
            assertThatThrownBy(server::start)
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
                    .hasMessageContaining("the port is taken");
        }
    }

    @Test
    void unknownHost_isSaidInWords() {
        try (WebServer server = server(options("no-such-host.invalid", 0, 1))) {
            assertThatThrownBy(server::start)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("no-such-host.invalid:0: unknown host");
        }
    }

    @Test
    void missingDirectory_isSaidInWords() {
        Path missing = Path.of("no", "such", "directory");
        try (WebServer server = new WebServer(
                new WebOptions("127.0.0.1", 0, List.of(), missing, 1024, 1),
                TestLimits.roomy(),
                List.of(),
                () -> true)) {
            assertThatThrownBy(server::start)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("does not exist: " + missing);
        }
    }

    @Test
    void connections_areSpreadOverTheLoops() throws Exception {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        try (WebServer server = new WebServer(
                options("127.0.0.1", 0, 2),
                TestLimits.roomy(),
                List.of(TestService.of(call -> {
                    threads.add(Thread.currentThread());
                    TestService.echo(call);
                })),
                () -> true)) {
            int port = server.start();
            for (int i = 0; i < 4; i++) {
                try (RawConnection client = RawConnection.open(port)) {
                    assertThat(client.call(TestService.UNARY, "x").readAnswer().status())
                            .isEqualTo("0");
                }
            }
        }
        assertThat(threads).hasSize(2);
    }

    @Test
    void close_letsAnAnswerUnderWayLeave() throws Exception {
        CompletableFuture<TestService.Call> served = new CompletableFuture<>();
        WebPort web = WebPort.start(call -> {
            call.send("last words");
            call.finish(Status.UNAVAILABLE);
            served.complete(call);
        });
        try (RawConnection client = web.connect()) {
            client.call(TestService.STREAM, "x");
            await(served);

            web.close();

            GrpcAnswer answer = client.readAnswer();
            assertThat(answer.messages()).containsExactly("last words");
            assertThat(answer.status()).isEqualTo("14");
            assertThatThrownBy(web::connect).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void close_cancelsCallsThatStayOpen() throws Exception {
        CompletableFuture<TestService.Call> served = new CompletableFuture<>();
        WebPort web = WebPort.start(served::complete);
        try (RawConnection client = web.connect()) {
            client.call(TestService.STREAM, "x");
            await(served);

            web.close();

            await(served.get().cancelled);
            client.readToEnd();
        }
    }

    @Test
    void idleConnection_ends_andASilentCallDoesNot() throws Exception {
        CompletableFuture<TestService.Call> served = new CompletableFuture<>();
        WebTimeouts shortIdle = new WebTimeouts(WebPort.PATIENCE, Duration.ofSeconds(1));
        try (WebPort web = WebPort.start(
                        call -> {
                            call.begin();
                            served.complete(call);
                        },
                        shortIdle);
                RawConnection silentCall = web.connect()) {
            silentCall.call(TestService.STREAM, "x").readHead();
            try (RawConnection neverAsks = web.connect();
                    RawConnection askedOnce = web.connect()) {
                askedOnce.request("GET", "/healthz").readText();
                neverAsks.readToEnd();
                askedOnce.readToEnd();
            }

            await(served).send("alive");

            assertThat(silentCall.readChunk()).hasSize(5 + 5);
            await(served).finish(Status.OK);
            silentCall.readToEnd();
        }
    }

    @Test
    void health_isAlive_andReadyWhenTheServerSaysSo() throws Exception {
        try (WebPort web = WebPort.start(TestService::echo);
                RawConnection client = web.connect()) {
            assertAnswer(client, "/healthz", 200, "ok\n");
            assertAnswer(client, "/readyz", 503, "not ready\n");
            web.ready.set(true);
            assertAnswer(client, "/readyz", 200, "ready\n");
            web.ready.set(false);
            assertAnswer(client, "/readyz", 503, "not ready\n");
            assertAnswer(client, "/healthz", 200, "ok\n");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /test.Service/Unary, 405",
        "PUT, /test.Service/Unary, 405",
        "GET, /, 404",
        "GET, /nothing, 404",
        "POST, /nothing, 404",
        "DELETE, /healthz, 404",
        "HEAD, /healthz, 200",
        "OPTIONS, /test.Service/Unary, 204"
    })
    void whatIsNoCall_isAnswered(String method, String path, int status) throws Exception {
        try (WebPort web = WebPort.start(TestService::echo);
                RawConnection client = web.connect()) {
            RawConnection.Head head =
                    client.request(method, path, "content-length: 0").readHead();

            assertThat(head.status()).isEqualTo(status);
            assertThat(head.header("cache-control")).isEqualTo("no-store");
        }
    }

    @Test
    void tooLargeHeaders_areRefused() throws Exception {
        try (WebPort web = WebPort.start(TestService::echo);
                RawConnection client = web.connect()) {
            client.call(TestService.UNARY, "x", "authorization: Bearer " + "t".repeat(12_000));
            assertThat(client.readAnswer().status()).isEqualTo("0");

            client.request("GET", "/healthz", "x-filler: " + "f".repeat(20_000));
            assertThat(client.readHead().status()).isEqualTo(431);
        }
    }

    private static void assertAnswer(RawConnection client, String path, int status, String body) throws IOException {
        RawConnection.Head head = client.request("GET", path).readHead();

        assertThat(head.status()).isEqualTo(status);
        assertThat(head.header("cache-control")).isEqualTo("no-store");
        assertThat(client.readBody(head)).asString().isEqualTo(body);
    }

    private static WebServer server(WebOptions options) {
        return new WebServer(options, TestLimits.roomy(), List.of(), () -> true);
    }

    private static WebOptions options(String host, int port, int eventLoops) {
        return new WebOptions(host, port, List.of(), null, 1024, eventLoops);
    }
}

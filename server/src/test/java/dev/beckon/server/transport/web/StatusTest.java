package dev.beckon.server.transport.web;

import static dev.beckon.server.transport.web.WebPort.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes beside the messages: status with details, metadata, address, deadline. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StatusTest {

    private static final Metadata.Key<byte[]> DETAILS =
            Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);
    private static final Metadata.Key<String> TEXT = Metadata.Key.of("x-text", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<byte[]> BYTES = Metadata.Key.of("x-data-bin", Metadata.BINARY_BYTE_MARSHALLER);
    /** Base64 of these needs padding and both signs that are not letters. */
    private static final byte[] SOME_BYTES = {(byte) 0xfb, (byte) 0xff, (byte) 0xfe, 0};

    private final CompletableFuture<TestService.Call> served = new CompletableFuture<>();

    @ParameterizedTest
    @CsvSource({"/test.Service/Unary, 0", "/test.Service/Stream, 0", "/test.Service/Stream, 2"})
    void failure_carriesMessageAndDetails(String path, int messagesBefore) throws Exception {
        try (WebPort web = WebPort.start(call -> {
                    for (int i = 0; i < messagesBefore; i++) {
                        call.send("m" + i);
                    }
                    Metadata trailers = new Metadata();
                    trailers.put(DETAILS, SOME_BYTES);
                    call.call.close(Status.RESOURCE_EXHAUSTED.withDescription("100% full – now\n"), trailers);
                });
                RawConnection client = web.connect()) {
            client.call(path, "x");

            GrpcAnswer answer = client.readAnswer();

            assertThat(answer.isTrailersOnly()).isEqualTo(messagesBefore == 0);
            assertThat(answer.messages()).hasSize(messagesBefore);
            assertThat(answer.head().status()).isEqualTo(200);
            assertThat(answer.head().header("content-type")).isEqualTo("application/grpc-web+proto");
            assertThat(answer.status()).isEqualTo("8");
            assertThat(answer.message()).isEqualTo("100%25 full %E2%80%93 now%0A");
            assertThat(Base64.getDecoder().decode(Objects.requireNonNull(answer.trailer("grpc-status-details-bin"))))
                    .isEqualTo(SOME_BYTES);
        }
    }

    @Test
    void metadata_goesBothWays() throws Exception {
        try (WebPort web = WebPort.start(call -> {
                    Metadata headers = new Metadata();
                    headers.put(TEXT, Objects.requireNonNull(call.headers.get(TEXT)) + "!");
                    headers.put(BYTES, Objects.requireNonNull(call.headers.get(BYTES)));
                    call.call.sendHeaders(headers);
                    call.send("x");
                    Metadata trailers = new Metadata();
                    trailers.put(TEXT, "end");
                    call.call.close(Status.OK, trailers);
                    served.complete(call);
                });
                RawConnection client = web.connect()) {
            String data = Base64.getEncoder().encodeToString(SOME_BYTES);
            client.call(TestService.UNARY, "x", "X-Text: hello", "x-data-bin: " + data, "x!odd: left out");

            GrpcAnswer answer = client.readAnswer();

            assertThat(answer.head().header("x-text")).isEqualTo("hello!");
            assertThat(Base64.getDecoder().decode(answer.head().header("x-data-bin")))
                    .isEqualTo(SOME_BYTES);
            assertThat(answer.trailer("x-text")).isEqualTo("end");
            assertThat(await(served).headers.keys())
                    .contains("x-text", "x-data-bin")
                    .doesNotContain("host", "content-length", "content-type", "x!odd");
        }
    }

    @Test
    void metadataThatHttpCannotCarry_isLeftOut() throws Exception {
        try (WebPort web = WebPort.start(call -> {
                    Metadata trailers = new Metadata();
                    trailers.put(TEXT, "a\r\nset-cookie: b");
                    call.call.close(Status.INTERNAL, trailers);
                });
                RawConnection client = web.connect()) {
            client.call(TestService.UNARY, "x");

            GrpcAnswer answer = client.readAnswer();

            assertThat(answer.status()).isEqualTo("13");
            assertThat(answer.head().headers()).doesNotContainKeys("x-text", "set-cookie");
        }
    }

    @Test
    void peerAddress_isTheClientsSocket() throws Exception {
        try (WebPort web = WebPort.start(call -> {
                    served.complete(call);
                    TestService.echo(call);
                });
                RawConnection client = web.connect()) {
            client.call(TestService.UNARY, "x");

            assertThat(await(served).call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR))
                    .isEqualTo(client.localAddress());
        }
    }

    @Test
    void deadline_isTheServices_andEndsTheCall() throws Exception {
        CompletableFuture<Deadline> deadline = new CompletableFuture<>();
        try (WebPort web = WebPort.start(call -> {
                    deadline.complete(Objects.requireNonNull(Context.current().getDeadline()));
                    call.send("first");
                    served.complete(call);
                });
                RawConnection client = web.connect()) {
            client.call(TestService.STREAM, "x", "grpc-timeout: 1S");

            GrpcAnswer answer = client.readAnswer();

            assertThat(answer.messages()).containsExactly("first");
            assertThat(answer.status()).isEqualTo("4");
            assertThat(await(deadline).isExpired()).isTrue();
            TestService.Call call = await(served);
            await(call.cancelled);
            assertThat(call.call.isCancelled()).isTrue();
            assertThat(call.threads).containsOnly(call.threads.element());
        }
    }

    @Test
    void deadlineThatIsKept_changesNothing() throws Exception {
        CompletableFuture<Deadline> deadline = new CompletableFuture<>();
        try (WebPort web = WebPort.start(call -> {
                    deadline.complete(Objects.requireNonNull(Context.current().getDeadline()));
                    TestService.echo(call);
                });
                RawConnection client = web.connect()) {
            client.call(TestService.UNARY, "x", "grpc-timeout: 1H");

            assertThat(client.readAnswer().status()).isEqualTo("0");
            assertThat(await(deadline).timeRemaining(TimeUnit.MINUTES)).isBetween(58L, 60L);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"onHalfClose", "onReady", "afterMessage"})
    void throwingService_endsTheCallAndTellsNothing(String where) throws Exception {
        try (WebPort web = WebPort.start(call -> {
                    served.complete(call);
                    if (where.equals("onReady")) {
                        call.whenReady = () -> fail();
                        return;
                    }
                    if (where.equals("afterMessage")) {
                        call.send("first");
                    }
                    fail();
                });
                RawConnection client = web.connect()) {
            client.call(TestService.STREAM, "x");

            GrpcAnswer answer = client.readAnswer();

            assertThat(answer.status()).isEqualTo("13");
            assertThat(answer.message()).contains("ref=").doesNotContain("secret");
            await(await(served).cancelled);
            assertThat(served.get().completed).isNotDone();
        }
    }

    @Test
    void completion_isToldWhenTheAnswerHasLeft() throws Exception {
        try (WebPort web = WebPort.start(call -> {
                    TestService.echo(call);
                    served.complete(call);
                });
                RawConnection client = web.connect()) {
            client.call(TestService.UNARY, "x");

            TestService.Call call = await(served);
            await(call.completed);

            assertThat(client.readAnswer().messages()).containsExactly("x");
            assertThat(call.cancelled).isNotDone();
            assertThat(call.call.isCancelled()).isFalse();
        }
    }

    private static void fail() {
        throw new IllegalStateException("secret");
    }
}

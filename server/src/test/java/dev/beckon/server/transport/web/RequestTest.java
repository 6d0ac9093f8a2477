package dev.beckon.server.transport.web;

import static dev.beckon.server.transport.web.WebPort.MAX_MESSAGE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.beckon.server.limits.UploadPace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a stranger sends is answered in words; nothing hangs, and nothing of it reaches the service. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RequestTest {

    private final AtomicInteger served = new AtomicInteger();
    private final WebPort web = WebPort.start(call -> {
        served.incrementAndGet();
        TestService.echo(call);
    });

    RequestTest() throws IOException {}

    @AfterEach
    void stop() {
        web.close();
    }

    @Test
    void largestMessage_passes() throws Exception {
        String largest = "m".repeat(MAX_MESSAGE);
        try (RawConnection client = web.connect()) {
            GrpcAnswer answer = client.call(TestService.UNARY, largest).readAnswer();

            assertThat(answer.messages()).containsExactly(largest);
            assertThat(answer.status()).isEqualTo("0");
        }
    }

    static Stream<Arguments> malformed() {
        byte[] three = {1, 2, 3};
        return Stream.of(
                arguments("no body", new byte[0], "13", "no message"),
                arguments("header cut short", new byte[] {0, 0}, "13", "2 bytes"),
                arguments("message cut short", RawConnection.frame(0, 9, three), "13", "frame length: 9"),
                arguments("bytes behind the message", RawConnection.frame(0, 2, three), "13", "frame length: 2"),
                arguments("two messages", twice(RawConnection.frame(three)), "13", "one frame"),
                arguments("compressed", RawConnection.frame(1, 3, three), "12", "Compressed"),
                arguments("trailers", RawConnection.frame(0x80, 3, three), "13", "frame flags: 128"),
                arguments("unknown flags", RawConnection.frame(0x42, 3, three), "13", "frame flags: 66"),
                arguments("declared too large", RawConnection.frame(0, MAX_MESSAGE + 1, three), "8", "4097 bytes"),
                arguments("declared 4 GiB", RawConnection.frame(0, -1, three), "8", "4294967295 bytes"),
                arguments("flags, too large", RawConnection.frame(2, -1, three), "13", "frame flags: 2"),
                arguments("undecodable", RawConnection.frame("bad".getBytes(UTF_8)), "13", "not what the method"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void malformedBody_isAnswered(String name, byte[] body, String status, String words) throws Exception {
        for (String path : new String[] {TestService.UNARY, TestService.STREAM}) {
            try (RawConnection client = web.connect()) {
                GrpcAnswer answer = client.post(path, body).readAnswer();

                assertThat(answer.status()).isEqualTo(status);
                assertThat(answer.message()).contains(words);
            }
        }
        assertThat(served).hasValue(0);
        assertServes();
    }

    @ParameterizedTest
    @CsvSource({
        "x-data-bin: !!!, 13",
        "grpc-timeout: soon, 13",
        "grpc-timeout: 123456789S, 13",
        "grpc-timeout: 0m, 4",
        "grpc-encoding: gzip, 12",
        "content-encoding: gzip, 12"
    })
    void badHeader_isAnswered(String header, String status) throws Exception {
        try (RawConnection client = web.connect()) {
            assertThat(client.call(TestService.UNARY, "x", header).readAnswer().status())
                    .isEqualTo(status);
        }
        assertServes();
    }

    @Test
    void gzipBomb_isRefusedAsItCame() throws Exception {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
            gzip.write(new byte[2 * 1024 * 1024]);
        }
        assertThat(bomb.size()).isLessThan(MAX_MESSAGE);
        try (RawConnection client = web.connect()) {
            byte[] body = RawConnection.frame(1, bomb.size(), bomb.toByteArray());

            assertThat(client.post(TestService.UNARY, body).readAnswer().status())
                    .isEqualTo("12");
        }
        assertThat(served).hasValue(0);
    }

    @Test
    void announcedTooLarge_isAnsweredBeforeTheBody_andTheConnectionEnds() throws Exception {
        try (RawConnection client = web.connect()) {
            client.send(RawConnection.head(TestService.UNARY, "content-length: 1000000"));

            assertTooLarge(client.readAnswer());

            client.send(new byte[1_000_000]).readToEnd();
        }
        assertServes();
    }

    @Test
    void chunkedTooLarge_isAnsweredInTheMiddle_andTheConnectionEnds() throws Exception {
        try (RawConnection client = web.connect()) {
            client.send(RawConnection.head(TestService.UNARY, "transfer-encoding: chunked"));
            for (int sent = 0; sent <= MAX_MESSAGE + 5; sent += 1024) {
                client.send("400\r\n" + "\0".repeat(1024) + "\r\n");
            }

            assertTooLarge(client.readAnswer());

            client.send("0\r\n\r\n").readToEnd();
        }
        assertServes();
    }

    @Test
    void endlessBody_isCutOff() throws Exception {
        WebTimeouts shortLinger = new WebTimeouts(Duration.ofMillis(100), WebPort.PATIENCE);
        try (WebPort strict = WebPort.start(TestService::echo, shortLinger);
                RawConnection client = strict.connect()) {
            client.send(RawConnection.head(TestService.UNARY, "content-length: 1000000000"));
            assertTooLarge(client.readAnswer());

            client.send(new byte[1000]).readToEnd();
        }
    }

    @Test
    void slowBody_isAnswered_andTheConnectionEnds() throws Exception {
        Duration brief = Duration.ofMillis(100);
        WebLimits strict = TestLimits.pace(new UploadPace(brief, 1_000_000));
        WebTimeouts shortLinger = new WebTimeouts(brief, WebPort.PATIENCE);
        try (WebPort slow = WebPort.limited(strict, TestService::echo, shortLinger);
                RawConnection client = slow.connect()) {
            client.post(TestService.UNARY, 100, new byte[] {0, 0, 0});

            GrpcAnswer answer = client.readAnswer();
            assertThat(answer.status()).isEqualTo("4");
            assertThat(answer.message()).contains("nothing of it was handled", "in smaller parts");
            assertThat(new String(Base64.getDecoder().decode(answer.details()), UTF_8))
                    .contains("REQUEST_TIMEOUT");
            client.readToEnd();
        }
    }

    /** Twice as long as a body may be silent. Only a machine that stands still for seconds could make it too slow. */
    @Test
    void slowBodyThatMoves_getsAllTheTimeThatItNeeds() throws Exception {
        WebLimits patient = TestLimits.pace(new UploadPace(Duration.ofSeconds(4), 1));
        byte[] frame = RawConnection.frame("x".repeat(80).getBytes(UTF_8));
        try (WebPort slow = WebPort.limited(patient, TestService::echo);
                RawConnection client = slow.connect()) {
            client.post(TestService.UNARY, frame.length, new byte[0]);
            for (int i = 0; i < frame.length; i += 5) {
                client.send(Arrays.copyOfRange(frame, i, i + 5));
                new CompletableFuture<Void>()
                        .completeOnTimeout(null, 500, TimeUnit.MILLISECONDS)
                        .get();
            }
            assertThat(client.readAnswer().messages()).containsExactly("x".repeat(80));
        }
    }

    @Test
    void slowBody_isBoundByTheDeadlineToo() throws Exception {
        try (RawConnection client = web.connect()) {
            client.post(TestService.UNARY, 100, new byte[] {0, 0, 0}, "grpc-timeout: 50m");

            assertThat(client.readAnswer().status()).isEqualTo("4");
        }
    }

    @ParameterizedTest
    @CsvSource({"/test.Service/Nope, 12", "/other.Service/Unary, 12", "/, 12", "/test.Service/Upload, 12"})
    void methodThatIsNotThere_isUnimplemented(String path, String status) throws Exception {
        try (RawConnection client = web.connect()) {
            assertThat(client.call(path, "x").readAnswer().status()).isEqualTo(status);
            // Of no consequence for the connection.
            assertThat(client.call(TestService.UNARY, "y").readAnswer().messages())
                    .containsExactly("y");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/grpc", "application/grpc-web+json", "application/json", "text/plain", "", "a;b;c"})
    void otherFormats_areRefused(String contentType) throws Exception {
        try (RawConnection client = web.connect()) {
            client.call(TestService.UNARY, "x", "content-type: " + contentType);
            assertThat(client.readHead().status()).isEqualTo(415);
        }
        assertThat(served).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/grpc-web", "Application/gRPC-Web+Proto", "application/grpc-web+proto; v=1"})
    void namesOfTheFormat_areUnderstood(String contentType) throws Exception {
        try (RawConnection client = web.connect()) {
            client.call(TestService.UNARY, "x", "content-type: " + contentType);
            assertThat(client.readAnswer().messages()).containsExactly("x");
        }
    }

    @Test
    void textFormat_isBase64BothWays() throws Exception {
        byte[] frame = RawConnection.frame("hello".getBytes(UTF_8));
        Base64.Encoder base64 = Base64.getEncoder();
        // In two pieces with padding of their own.
        String body = base64.encodeToString(java.util.Arrays.copyOf(frame, 5))
                + base64.encodeToString(java.util.Arrays.copyOfRange(frame, 5, frame.length));
        try (RawConnection client = web.connect()) {
            client.post(TestService.UNARY, body.getBytes(UTF_8), "content-type: application/grpc-web-text");

            RawConnection.Head head = client.readHead();
            GrpcAnswer answer = GrpcAnswer.of(head, Base64.getDecoder().decode(client.readBody(head)));

            assertThat(head.header("content-type")).isEqualTo("application/grpc-web-text+proto");
            assertThat(answer.messages()).containsExactly("hello");
            assertThat(answer.status()).isEqualTo("0");
        }
    }

    @Test
    void textThatIsNotBase64_isAnswered() throws Exception {
        try (RawConnection client = web.connect()) {
            client.post(TestService.UNARY, "!!!!".getBytes(UTF_8), "content-type: application/grpc-web-text");
            assertThat(client.readAnswer().status()).isEqualTo("13");
        }
    }

    @Test
    void http10_isRefused() throws Exception {
        try (RawConnection client = web.connect()) {
            String head = RawConnection.head(TestService.UNARY, "content-length: 0");
            client.send(head.replace("HTTP/1.1", "HTTP/1.0"));
            assertThat(client.readHead().status()).isEqualTo(505);
        }
    }

    @Test
    void expectContinue_isGranted() throws Exception {
        try (RawConnection client = web.connect()) {
            client.send(RawConnection.head(TestService.UNARY, "expect: 100-continue\r\ncontent-length: 6"));
            assertThat(client.readHead().status()).isEqualTo(100);

            client.send(RawConnection.frame(new byte[] {'x'}));
            assertThat(client.readAnswer().messages()).containsExactly("x");
        }
    }

    private static void assertTooLarge(GrpcAnswer answer) {
        assertThat(answer.status()).isEqualTo("8");
        assertThat(answer.message()).contains("expected: at most 4096 bytes");
    }

    private void assertServes() throws IOException {
        try (RawConnection client = web.connect()) {
            assertThat(client.call(TestService.UNARY, "still").readAnswer().messages())
                    .containsExactly("still");
        }
    }

    private static byte[] twice(byte[] bytes) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(bytes);
        both.writeBytes(bytes);
        return both.toByteArray();
    }
}

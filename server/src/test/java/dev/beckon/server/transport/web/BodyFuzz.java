package dev.beckon.server.transport.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.BugDetectors;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.api.SilentCloseable;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * Bodies and headers of gRPC-Web requests, over a real connection to a real web port. A body that is exactly one message,
 * told by the book and not by the code under test, is answered by its echo; every other gets a gRPC status of the listed
 * few; and another client is served all the time.
 */
class BodyFuzz {

    private static final Set<String> REFUSALS = Set.of("13", "12", "8", "4");
    private static final int LONGEST = 64;

    private static WebPort web;

    @BeforeAll
    static void start() throws IOException {
        web = WebPort.start(TestService::echo);
    }

    @AfterAll
    static void stop() {
        web.close();
    }

    @FuzzTest
    void requests(FuzzedDataProvider data) throws IOException {
        SilentCloseable allowed = BugDetectors.allowNetworkConnections();
        try {
            request(data);
        } finally {
            allowed.close();
        }
    }

    private static void request(FuzzedDataProvider data) throws IOException {
        boolean isText = data.consumeBoolean();
        boolean isChunked = data.consumeBoolean();
        int firstChunk = data.consumeInt(0, 300);
        @Nullable String timeout = data.consumeBoolean() ? line(data) : null;
        @Nullable String binary = data.consumeBoolean() ? line(data) : null;
        byte[] body = data.consumeRemainingAsBytes();

        try (RawConnection bystander = web.connect();
                RawConnection stranger = web.connect()) {
            send(stranger, isChunked ? firstChunk : -1, headers(isText, timeout, binary), body);
            check(answer(stranger, isText), timeout != null || binary != null, message(isText, body));
            assertThat(bystander.call(TestService.UNARY, "still").readAnswer().messages())
                    .containsExactly("still");
        }
    }

    private static void check(GrpcAnswer answer, boolean hasHeaders, byte @Nullable [] message) {
        boolean isGood = message != null && message.length <= WebPort.MAX_MESSAGE && !isBad(message);
        if (!isGood) {
            assertThat(answer.status()).isIn(REFUSALS);
            assertThat(answer.messages()).isEmpty();
        } else if (!hasHeaders || "0".equals(answer.status())) {
            assertThat(answer.status()).isEqualTo("0");
            assertThat(answer.messages()).containsExactly(new String(message, UTF_8));
        } else {
            assertThat(answer.status()).isIn(REFUSALS);
        }
    }

    private static String headers(boolean isText, @Nullable String timeout, @Nullable String binary) {
        return "content-type: application/grpc-web" + (isText ? "-text" : "")
                + (timeout == null ? "" : "\r\ngrpc-timeout: " + timeout)
                + (binary == null ? "" : "\r\nx-fuzz-bin: " + binary);
    }

    /** @param firstChunk how long the first of two chunks is; negative for a body that is announced in one piece */
    private static void send(RawConnection stranger, int firstChunk, String headers, byte[] body) throws IOException {
        if (firstChunk < 0) {
            stranger.post(TestService.UNARY, body, headers);
            return;
        }
        int split = Math.min(firstChunk, body.length);
        stranger.send(RawConnection.head(TestService.UNARY, "transfer-encoding: chunked", headers))
                .send(chunk(Arrays.copyOf(body, split)))
                .send(chunk(Arrays.copyOfRange(body, split, body.length)))
                .send("0\r\n\r\n");
    }

    private static GrpcAnswer answer(RawConnection stranger, boolean isText) throws IOException {
        RawConnection.Head head = stranger.readHead();
        assertThat(head.status()).isEqualTo(200);
        byte[] body = stranger.readBody(head);
        return GrpcAnswer.of(head, isText ? decode(body) : body);
    }

    private static byte[] chunk(byte[] bytes) {
        if (bytes.length == 0) {
            return bytes;
        }
        byte[] head = (Integer.toHexString(bytes.length) + "\r\n").getBytes(ISO_8859_1);
        return ByteBuffer.allocate(head.length + bytes.length + 2)
                .put(head)
                .put(bytes)
                .put("\r\n".getBytes(ISO_8859_1))
                .array();
    }

    /** The one message in a body (PROTOCOL-WEB.md); null if there is not exactly one that is not compressed. */
    private static byte @Nullable [] message(boolean isText, byte[] body) {
        byte[] frames;
        try {
            frames = isText ? decode(body) : body;
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
        boolean isOne = frames.length >= 5
                && frames[0] == 0
                && Integer.toUnsignedLong(ByteBuffer.wrap(frames, 1, 4).getInt()) == frames.length - 5;
        return isOne ? Arrays.copyOfRange(frames, 5, frames.length) : null;
    }

    /** Base64 in pieces that may each have padding. */
    private static byte[] decode(byte[] text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String piece : new String(text, ISO_8859_1).split("(?<==)(?!=)", -1)) {
            bytes.writeBytes(Base64.getDecoder().decode(piece));
        }
        return bytes.toByteArray();
    }

    private static boolean isBad(byte[] message) {
        return new String(message, UTF_8).equals("bad");
    }

    /** What HTTP can carry as the value of a header. */
    private static String line(FuzzedDataProvider data) {
        return data.consumeAsciiString(LONGEST).replaceAll("[^\\x20-\\x7e]", "~");
    }
}

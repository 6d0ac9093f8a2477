package dev.beckon.server.transport.web.grpcweb;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The two encodings of frames in a gRPC-Web body (PROTOCOL-WEB.md, message framing). */
enum WebFormat {
    /** Binary: application/grpc-web. */
    BINARY("application/grpc-web+proto") {
        @Override
        long maxBodyBytes(long bytes) {
            return bytes;
        }

        @Override
        byte[] decode(Buffer body) {
            return body.getBytes();
        }

        @Override
        Buffer encode(Buffer frames) {
            return frames;
        }
    },

    /** Base64, in pieces that may each have padding: application/grpc-web-text. */
    TEXT("application/grpc-web-text+proto") {
        @Override
        long maxBodyBytes(long bytes) {
            return (bytes + 2) / 3 * 4;
        }

        @Override
        byte[] decode(Buffer body) {
            return decodePieces(body.getBytes());
        }

        @Override
        Buffer encode(Buffer frames) {
            return Buffer.buffer(Base64.getEncoder().encode(frames.getBytes()));
        }
    };

    private static final int QUANTUM = 4;

    private final String contentType;

    WebFormat(String contentType) {
        this.contentType = contentType;
    }

    /** Returns the format of a request's content-type; null if that is not gRPC-Web with protobuf. */
    static @Nullable WebFormat of(@Nullable String contentType) {
        if (contentType == null) {
            return null;
        }
        int parameters = contentType.indexOf(';');
        String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
        return switch (type.strip().toLowerCase(Locale.ROOT)) {
            case "application/grpc-web", "application/grpc-web+proto" -> BINARY;
            case "application/grpc-web-text", "application/grpc-web-text+proto" -> TEXT;
            default -> null;
        };
    }

    String contentType() {
        return contentType;
    }

    /** Returns the maximum body size for frames of this many bytes. */
    abstract long maxBodyBytes(long bytes);

    /** @throws IllegalArgumentException if it is not base64 */
    abstract byte[] decode(Buffer body);

    abstract Buffer encode(Buffer frames);

    private static byte[] decodePieces(byte[] text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length / QUANTUM * 3);
        int begin = 0;
        for (int end = QUANTUM; end <= text.length; end += QUANTUM) {
            // Padding ends a piece, and java.util.Base64 decodes one piece at a time.
            if (text[end - 1] == '=') {
                bytes.writeBytes(Base64.getDecoder().decode(Arrays.copyOfRange(text, begin, end)));
                begin = end;
            }
        }
        bytes.writeBytes(Base64.getDecoder().decode(Arrays.copyOfRange(text, begin, text.length)));
        return bytes.toByteArray();
    }
}

package dev.beckon.server.transport.web.grpcweb;

import io.grpc.Metadata;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/** Converts metadata from and to HTTP headers and trailers (PROTOCOL-HTTP2.md, custom metadata). */
final class HttpMetadata {

    /** Headers of HTTP itself: about the connection or the body, not about the call. */
    private static final Set<String> HTTP_ONLY = Set.of(
            "connection",
            "content-length",
            "content-type",
            "expect",
            "host",
            "http2-settings",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    /** Written by the transport; copied from metadata they would appear twice. */
    private static final Set<String> OURS =
            Set.of("content-type", "content-length", "transfer-encoding", "connection", "grpc-status", "grpc-message");

    private static final Pattern NAME = Pattern.compile("[0-9a-z_.-]+");

    private HttpMetadata() {}

    /**
     * Returns the metadata in these headers. Skips headers that cannot be metadata.
     *
     * @throws IllegalArgumentException if the value of a "-bin" header is not base64
     */
    static Metadata read(MultiMap headers) {
        Metadata metadata = new Metadata();
        headers.forEach((header, value) -> {
            String name = header.toLowerCase(Locale.ROOT);
            if (!HTTP_ONLY.contains(name) && NAME.matcher(name).matches()) {
                put(metadata, name, value);
            }
        });
        return metadata;
    }

    /** Writes the values that HTTP can carry; skips others. */
    static void write(Metadata metadata, BiConsumer<String, String> to) {
        for (String name : metadata.keys()) {
            if (OURS.contains(name)) {
                continue;
            }
            if (name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
                for (byte[] value : values(metadata, Metadata.Key.of(name, Metadata.BINARY_BYTE_MARSHALLER))) {
                    to.accept(name, Base64.getEncoder().withoutPadding().encodeToString(value));
                }
            } else {
                for (String value : values(metadata, Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER))) {
                    if (value.chars().allMatch(HttpMetadata::isPrintable)) {
                        to.accept(name, value);
                    }
                }
            }
        }
    }

    /** Encodes grpc-message: printable ASCII except "%" unchanged, other bytes of UTF-8 as %XX. */
    static String percentEncode(String message) {
        StringBuilder encoded = new StringBuilder(message.length() + 16);
        for (byte unit : message.getBytes(StandardCharsets.UTF_8)) {
            if (isPrintable(unit) && unit != '%') {
                encoded.append((char) unit);
            } else {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(unit));
            }
        }
        return encoded.toString();
    }

    private static void put(Metadata metadata, String name, String value) {
        if (!name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
            metadata.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value);
            return;
        }
        Metadata.Key<byte[]> key = Metadata.Key.of(name, Metadata.BINARY_BYTE_MARSHALLER);
        // Several values may have been joined in transit.
        for (String part : value.split(",", -1)) {
            metadata.put(key, Base64.getDecoder().decode(part.strip()));
        }
    }

    private static <T> Iterable<T> values(Metadata metadata, Metadata.Key<T> key) {
        Iterable<T> values = metadata.getAll(key);
        return values == null ? Set.of() : values;
    }

    private static boolean isPrintable(int character) {
        return character >= ' ' && character <= '~';
    }
}

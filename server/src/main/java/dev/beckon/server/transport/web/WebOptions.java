package dev.beckon.server.transport.web;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the web port listens and what it serves.
 *
 * @param host name or address to listen on
 * @param port 0-65535; 0 for a free one
 * @param allowedOrigins origins of other sites whose pages may call, as browsers send them, for instance
 * "https://app.example"; "*" alone allows all. Pages of this port itself may always call.
 * @param directory static files to serve; null for none
 * @param maxMessageBytes largest request message; above, a call ends with RESOURCE_EXHAUSTED, FRAME_TOO_LARGE
 * @param eventLoops threads that serve connections, at least 1
 * @param tls null: plain HTTP/1.1 and HTTP/2
 */
public record WebOptions(
        String host,
        int port,
        List<String> allowedOrigins,
        @Nullable Path directory,
        int maxMessageBytes,
        int eventLoops,
        @Nullable WebTls tls) {

    /** Stands for all origins. */
    static final String ANY_ORIGIN = "*";

    private static final Pattern ORIGIN = Pattern.compile("[a-z][a-z0-9+.-]*://[^/?#\\s]+");

    /**
     * @throws IllegalArgumentException if a value is out of range; the message contains the value and the expected
     * range
     */
    public WebOptions {
        allowedOrigins = List.copyOf(allowedOrigins);
        requireAtLeast("port", port, 0);
        if (port > 65535) {
            throw new IllegalArgumentException("port: " + port + " (expected: 0-65535)");
        }
        requireAtLeast("maxMessageBytes", maxMessageBytes, 1);
        requireAtLeast("eventLoops", eventLoops, 1);
        for (String origin : allowedOrigins) {
            requireOrigin(origin, allowedOrigins.size());
        }
    }

    /** Creates options without TLS. */
    public WebOptions(
            String host,
            int port,
            List<String> allowedOrigins,
            @Nullable Path directory,
            int maxMessageBytes,
            int eventLoops) {
        this(host, port, allowedOrigins, directory, maxMessageBytes, eventLoops, null);
    }

    private static void requireAtLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= " + least + ")");
        }
    }

    private static void requireOrigin(String origin, int count) {
        if (origin.equals(ANY_ORIGIN)) {
            if (count > 1) {
                throw new IllegalArgumentException("allowed origin: * beside others (expected: * alone)");
            }
        } else if (!ORIGIN.matcher(origin).matches()) {
            throw new IllegalArgumentException(
                    "allowed origin: " + origin + " (expected: scheme://host or scheme://host:port, no path)");
        }
    }
}

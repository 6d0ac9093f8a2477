package dev.beckon.server.transport.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A gRPC-Web response, taken apart by the book (PROTOCOL-WEB.md) and not by the code under test. */
record GrpcAnswer(RawConnection.Head head, List<String> messages, Map<String, String> trailers) {

    static GrpcAnswer of(RawConnection.Head head, byte[] body) {
        List<String> messages = new ArrayList<>();
        Map<String, String> trailers = new TreeMap<>();
        ByteBuffer frames = ByteBuffer.wrap(body);
        while (frames.hasRemaining()) {
            int flags = frames.get();
            byte[] content = new byte[frames.getInt()];
            frames.get(content);
            if (flags == 0) {
                messages.add(new String(content, UTF_8));
            } else {
                for (String line : new String(content, ISO_8859_1).lines().toList()) {
                    int colon = line.indexOf(':');
                    trailers.put(
                            line.substring(0, colon), line.substring(colon + 1).strip());
                }
            }
        }
        return new GrpcAnswer(head, messages, trailers);
    }

    /** From the headers when nothing but a status came, else from the frame of trailers. */
    @Nullable
    String status() {
        return trailer("grpc-status");
    }

    @Nullable
    String message() {
        return trailer("grpc-message");
    }

    /** The google.rpc.Status with its details, in base64; "" if there is none. */
    String details() {
        String details = trailer("grpc-status-details-bin");
        return details == null ? "" : details;
    }

    @Nullable
    String trailer(String name) {
        return isTrailersOnly() ? head.header(name) : trailers.get(name);
    }

    boolean isTrailersOnly() {
        return trailers.isEmpty();
    }
}

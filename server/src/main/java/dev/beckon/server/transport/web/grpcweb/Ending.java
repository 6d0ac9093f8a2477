package dev.beckon.server.transport.web.grpcweb;

import dev.beckon.server.transport.grpc.UploadRefusal;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Objects;

/**
 * The end of a call. The factories create the ends that the transport itself decides, before or instead of the service.
 * Only those after which the same call can succeed have a reason.
 */
record Ending(Status status, Metadata trailers) {

    private static final Duration RETRY = Duration.ofSeconds(1);

    static Ending messageTooLarge(long bytes, int max) {
        return of(Status.RESOURCE_EXHAUSTED, "message: " + bytes + " bytes (expected: at most " + max + " bytes)");
    }

    static Ending fault(String reference) {
        return of(Status.INTERNAL, "Internal server error. The server's log has details: ref=" + reference);
    }

    static Ending malformed(String message) {
        return of(Status.INTERNAL, message);
    }

    static Ending compressed() {
        return of(Status.UNIMPLEMENTED, "Compressed messages are not supported: send them as they are");
    }

    static Ending unknownMethod(String path) {
        return of(Status.UNIMPLEMENTED, "Method not found: " + path.substring(Math.min(1, path.length())));
    }

    static Ending clientStreaming(String method) {
        return of(Status.UNIMPLEMENTED, method + " streams from the client, which gRPC-Web cannot do");
    }

    /** For a body that arrives too slowly. */
    static Ending tooSlow() {
        return of(UploadRefusal.tooSlow());
    }

    /** For a body displaced by another. */
    static Ending displaced() {
        return of(UploadRefusal.tooMany(RETRY));
    }

    static Ending deadlineExceeded() {
        return of(Status.DEADLINE_EXCEEDED, "The deadline that grpc-timeout set has passed");
    }

    private static Ending of(StatusRuntimeException refusal) {
        return new Ending(refusal.getStatus(), Objects.requireNonNullElseGet(refusal.getTrailers(), Metadata::new));
    }

    private static Ending of(Status status, String message) {
        return new Ending(status.withDescription(message), new Metadata());
    }
}

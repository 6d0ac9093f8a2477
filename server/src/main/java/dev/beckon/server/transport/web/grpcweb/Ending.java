package dev.beckon.server.transport.web.grpcweb;

import io.grpc.Metadata;
import io.grpc.Status;

/**
 * How a call ends. The factories are the ends that the transport itself decides, before or instead of the service; like
 * those of the native transport they carry no details.
 */
record Ending(Status status, Metadata trailers) {

    static Ending messageTooLarge(long bytes, int max) {
        return of(Status.RESOURCE_EXHAUSTED, "message: " + bytes + " bytes (expected: at most " + max + " bytes)");
    }

    static Ending fault(String reference) {
        return of(Status.INTERNAL, "A fault of the server. Its log knows more: ref=" + reference);
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

    static Ending bodyTimeout() {
        return of(Status.DEADLINE_EXCEEDED, "The request body did not arrive in time");
    }

    static Ending deadlineExceeded() {
        return of(Status.DEADLINE_EXCEEDED, "The deadline that grpc-timeout set has passed");
    }

    private static Ending of(Status status, String message) {
        return new Ending(status.withDescription(message), new Metadata());
    }
}

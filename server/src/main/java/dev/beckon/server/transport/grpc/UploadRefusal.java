package dev.beckon.server.transport.grpc;

import io.grpc.StatusRuntimeException;
import java.time.Duration;

/** Statuses that transports use before a call has begun. */
public final class UploadRefusal {

    private UploadRefusal() {}

    /** Too many requests are arriving: RESOURCE_EXHAUSTED, RATE_LIMITED with the delay. */
    public static StatusRuntimeException tooMany(Duration wait) {
        return Statuses.tooManyUploads(wait.toNanos());
    }

    /** The request arrives too slowly: DEADLINE_EXCEEDED, REQUEST_TIMEOUT. */
    public static StatusRuntimeException tooSlow() {
        return Statuses.requestTimeout();
    }
}

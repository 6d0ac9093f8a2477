package dev.beckon.server.transport.web.grpcweb;

import io.grpc.Metadata;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The response of one call. Data written in one turn of the event loop leaves in one socket write. Owned by: the event
 * loop of the request, except {@link #isReady} and {@link #reserve}, which any thread may call.
 */
final class ResponseWriter {

    /** From this many pending bytes on, the call is not ready. */
    private static final int READY_BELOW_BYTES = 32 * 1024;

    /** A larger burst does not wait for the end of the turn. */
    private static final int FLUSH_AT_BYTES = 64 * 1024;

    private final HttpServerResponse response;
    private final Context loop;
    private final WebFormat format;
    private final Runnable onReady;
    private final AtomicInteger waitingBytes = new AtomicInteger();
    /** Null between bursts, so that an idle stream holds no buffer. */
    private @Nullable Buffer burst;

    private boolean headDue;
    private boolean flushDue;

    ResponseWriter(HttpServerRequest request, Context loop, WebFormat format, Runnable onReady) {
        this.response = request.response();
        this.loop = loop;
        this.format = format;
        this.onReady = onReady;
    }

    boolean isReady() {
        return waitingBytes.get() < READY_BELOW_BYTES;
    }

    /** Counts bytes that are about to be written as pending. */
    void reserve(int bytes) {
        waitingBytes.addAndGet(bytes);
    }

    void writeHead(Metadata headers) {
        if (headDue || response.headWritten()) {
            return;
        }
        writeFixedHeaders();
        HttpMetadata.write(headers, response.headers()::add);
        headDue = true;
        flushLater();
    }

    /** Writes a frame whose bytes are reserved. */
    void write(byte[] frame) {
        writeHead(new Metadata());
        Buffer gathered = burst == null ? Buffer.buffer(frame.length) : burst;
        burst = gathered.appendBytes(frame);
        if (gathered.length() >= FLUSH_AT_BYTES) {
            flush();
        } else {
            flushLater();
        }
    }

    /** Ends the response. The future succeeds if all of it was written to the socket. */
    Future<Void> end(Ending ending) {
        boolean trailersOnly = !headDue && !response.headWritten();
        Buffer rest = takeBurst();
        if (trailersOnly) {
            writeFixedHeaders();
            writeTrailers(ending, response.headers()::add);
            return response.end();
        }
        StringBuilder lines = new StringBuilder();
        writeTrailers(
                ending,
                (name, value) -> lines.append(name).append(':').append(value).append("\r\n"));
        byte[] trailers = lines.toString().getBytes(StandardCharsets.US_ASCII);
        rest.appendByte(MessageFrame.TRAILERS).appendInt(trailers.length).appendBytes(trailers);
        return response.end(format.encode(rest));
    }

    /** For proxies too: forward each message at once; do not store or transform. */
    private void writeFixedHeaders() {
        response.putHeader(HttpHeaders.CONTENT_TYPE, format.contentType())
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store, no-transform")
                .putHeader("x-accel-buffering", "no")
                .putHeader("x-content-type-options", "nosniff");
    }

    private static void writeTrailers(Ending ending, java.util.function.BiConsumer<String, String> to) {
        to.accept("grpc-status", Integer.toString(ending.status().getCode().value()));
        String message = ending.status().getDescription();
        if (message != null) {
            to.accept("grpc-message", HttpMetadata.percentEncode(message));
        }
        HttpMetadata.write(ending.trailers(), to);
    }

    private void flushLater() {
        if (!flushDue) {
            flushDue = true;
            loop.runOnContext(turn -> {
                flushDue = false;
                flush();
            });
        }
    }

    private void flush() {
        if (response.ended() || response.closed()) {
            return;
        }
        if (burst == null) {
            if (headDue) {
                headDue = false;
                response.writeHead();
            }
            return;
        }
        headDue = false;
        Buffer frames = takeBurst();
        int bytes = frames.length();
        response.write(format.encode(frames)).onSuccess(written -> release(bytes));
    }

    private void release(int bytes) {
        int before = waitingBytes.getAndAdd(-bytes);
        if (before >= READY_BELOW_BYTES && before - bytes < READY_BELOW_BYTES) {
            onReady.run();
        }
    }

    private Buffer takeBurst() {
        Buffer frames = burst == null ? Buffer.buffer() : burst;
        burst = null;
        return frames;
    }
}

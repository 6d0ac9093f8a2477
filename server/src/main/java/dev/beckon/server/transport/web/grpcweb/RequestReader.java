package dev.beckon.server.transport.web.grpcweb;

import dev.beckon.server.limits.UploadLimits;
import io.grpc.Deadline;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.ContextInternal;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Collects one request body, within limits of size, time and pace. After a refusal it continues to read and discards,
 * because a client must be able to read its response while it still sends; then it ends the connection. Owned by: the
 * event loop of the request.
 */
final class RequestReader {

    /** Receives exactly one of the two calls, once, unless the client goes away first. */
    interface Result {

        void onMessage(InputStream message);

        /** The response must be sent now. */
        void onRefused(Ending ending);
    }

    /** Most bytes of a refused body that are read and discarded. */
    private static final int MAX_DROPPED_BYTES = 8 * 1024 * 1024;

    private static final long NO_TIMER = -1;

    private final ContextInternal loop;
    private final HttpServerRequest request;
    private final WebFormat format;
    private final GrpcWebOptions options;
    private final @Nullable Deadline deadline;
    private final Result result;
    private final long maxBodyBytes;
    private final UploadLimits.Upload upload;
    private Buffer body = Buffer.buffer();
    private long dropped;
    private boolean refused;
    private boolean ended;
    private long timer = NO_TIMER;

    /** @param deadline of the caller, if any; the pace of uploads applies too */
    RequestReader(
            ContextInternal loop,
            HttpServerRequest request,
            WebFormat format,
            GrpcWebOptions options,
            @Nullable Deadline deadline,
            Result result) {
        this.loop = loop;
        this.request = request;
        this.format = format;
        this.options = options;
        this.deadline = deadline;
        this.result = result;
        this.maxBodyBytes = format.maxBodyBytes(MessageFrame.HEADER_BYTES + (long) options.maxMessageBytes());
        this.upload = options.uploads().begin(request, () -> loop.runOnContext(turn -> onDisplaced()));
    }

    void start() {
        request.handler(this::onData).endHandler(end -> onEnd()).exceptionHandler(gone -> onGone());
        long announced = announcedBytes();
        if (announced > maxBodyBytes) {
            refuse(Ending.messageTooLarge(announced, options.maxMessageBytes()));
            return;
        }
        look();
    }

    /** Refuses a body that is too slow, or schedules the next check. */
    private void look() {
        long deadlineNanos = deadline == null ? Long.MAX_VALUE : deadline.timeRemaining(TimeUnit.NANOSECONDS);
        long paceNanos = upload.patienceLeftNanos(System.nanoTime());
        if (deadlineNanos <= 0) {
            refuse(Ending.deadlineExceeded());
        } else if (paceNanos <= 0) {
            refuse(Ending.tooSlow());
        } else {
            long millis = TimeUnit.NANOSECONDS.toMillis(Math.min(deadlineNanos, paceNanos)) + 1;
            timer = loop.owner().setTimer(millis, again -> look());
        }
    }

    private void onDisplaced() {
        if (!refused && !ended) {
            refuse(Ending.displaced());
        }
    }

    private void onData(Buffer data) {
        if (refused) {
            drop(data.length());
            return;
        }
        body.appendBuffer(data);
        upload.onBytes(data.length(), System.nanoTime());
        long length = body.length();
        if (format == WebFormat.BINARY && length >= MessageFrame.HEADER_BYTES && body.getByte(0) == 0) {
            // The frame header declares the size; no need to wait for the rest.
            length = Math.max(length, MessageFrame.HEADER_BYTES + MessageFrame.declaredLength(body.getInt(1)));
        }
        if (length > maxBodyBytes) {
            refuse(Ending.messageTooLarge(length - MessageFrame.HEADER_BYTES, options.maxMessageBytes()));
        }
    }

    private void onEnd() {
        ended = true;
        stopTimer();
        upload.end();
        if (refused) {
            finishRefused();
            return;
        }
        switch (parse()) {
            case MessageFrame.Parsed.Message(InputStream content) -> result.onMessage(content);
            case MessageFrame.Parsed.Refused(Ending ending) -> result.onRefused(ending);
        }
    }

    private MessageFrame.Parsed parse() {
        try {
            byte[] frame = format.decode(body);
            body = Buffer.buffer();
            return MessageFrame.parse(frame, options.maxMessageBytes());
        } catch (IllegalArgumentException notBase64) {
            return new MessageFrame.Parsed.Refused(Ending.malformed("The body is not base64"));
        }
    }

    private void onGone() {
        stopTimer();
        upload.end();
        body = Buffer.buffer();
        refused = true;
    }

    /** Refuses a body that has not ended. */
    private void refuse(Ending ending) {
        stopTimer();
        refused = true;
        upload.end();
        drop(body.length());
        body = Buffer.buffer();
        result.onRefused(ending);
        timer = loop.owner().setTimer(options.linger().toMillis(), late -> endConnection());
    }

    private void drop(int bytes) {
        dropped += bytes;
        if (dropped > MAX_DROPPED_BYTES) {
            stopTimer();
            endConnection();
        }
    }

    /** Everything was read, so the response can arrive; the connection ends after it. */
    private void finishRefused() {
        if (request.version() != HttpVersion.HTTP_2) {
            request.connection().close();
        }
    }

    private void endConnection() {
        if (request.version() == HttpVersion.HTTP_2) {
            // Only this stream: the connection may carry others (RFC 9113, section 8.1: NO_ERROR after a full answer).
            request.response().reset(0);
        } else {
            Connections.cut(request.connection());
        }
    }

    private void stopTimer() {
        if (timer != NO_TIMER) {
            loop.owner().cancelTimer(timer);
            timer = NO_TIMER;
        }
    }

    private long announcedBytes() {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException notANumber) {
            return 0;
        }
    }
}

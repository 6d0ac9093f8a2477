package dev.beckon.server.transport.web.grpcweb;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.io.InputStream;
import java.time.Duration;

/**
 * Gathers one request body, within its bounds of size and time. After a refusal it goes on reading, and drops what it reads,
 * because a client that is still sending must be able to read its answer; then it ends the connection. Owned by: the
 * event loop of the request.
 */
final class RequestReader {

    /** Exactly one of the two, once, unless the client goes away first. */
    interface Result {

        void onMessage(InputStream message);

        /** The answer is to be sent now. */
        void onRefused(Ending ending);
    }

    /** What is read and dropped of a refused body, at most. */
    private static final int MAX_DROPPED_BYTES = 8 * 1024 * 1024;

    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final WebFormat format;
    private final GrpcWebOptions options;
    private final Result result;
    private Runnable done;
    private final long maxBodyBytes;
    private Buffer body = Buffer.buffer();
    private long dropped;
    private boolean refused;
    private long timer = NO_TIMER;

    /** @param done is called once when the body has come, or will not */
    RequestReader(
            Vertx vertx,
            HttpServerRequest request,
            WebFormat format,
            GrpcWebOptions options,
            Runnable done,
            Result result) {
        this.vertx = vertx;
        this.request = request;
        this.format = format;
        this.options = options;
        this.done = done;
        this.result = result;
        this.maxBodyBytes = format.maxBodyBytes(MessageFrame.HEADER_BYTES + (long) options.maxMessageBytes());
    }

    /** @param budget the time that the caller grants, if it is shorter than what the options do */
    void start(Duration budget) {
        request.handler(this::onData).endHandler(end -> onEnd()).exceptionHandler(gone -> onGone());
        long announced = announcedBytes();
        if (announced > maxBodyBytes) {
            refuse(Ending.messageTooLarge(announced, options.maxMessageBytes()));
            return;
        }
        Duration wait = budget.compareTo(options.bodyTimeout()) < 0 ? budget : options.bodyTimeout();
        timer = vertx.setTimer(Math.max(1, wait.toMillis()), late -> refuse(Ending.bodyTimeout()));
    }

    private void onData(Buffer data) {
        if (refused) {
            drop(data.length());
            return;
        }
        body.appendBuffer(data);
        long length = body.length();
        if (format == WebFormat.BINARY && length >= MessageFrame.HEADER_BYTES && body.getByte(0) == 0) {
            // The frame says how large it will be; no need to wait for it.
            length = Math.max(length, MessageFrame.HEADER_BYTES + MessageFrame.declaredLength(body.getInt(1)));
        }
        if (length > maxBodyBytes) {
            refuse(Ending.messageTooLarge(length - MessageFrame.HEADER_BYTES, options.maxMessageBytes()));
        }
    }

    private void onEnd() {
        stopTimer();
        arrived();
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
        arrived();
        body = Buffer.buffer();
        refused = true;
    }

    /** The body has not ended. */
    private void refuse(Ending ending) {
        stopTimer();
        refused = true;
        arrived();
        drop(body.length());
        body = Buffer.buffer();
        result.onRefused(ending);
        timer = vertx.setTimer(options.linger().toMillis(), late -> endConnection());
    }

    private void arrived() {
        done.run();
        done = () -> {};
    }

    private void drop(int bytes) {
        dropped += bytes;
        if (dropped > MAX_DROPPED_BYTES) {
            stopTimer();
            endConnection();
        }
    }

    /** All was read, so nothing keeps the answer from arriving: the connection ends behind it. */
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
            vertx.cancelTimer(timer);
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

package dev.beckon.client.internal.session;

import org.jspecify.annotations.Nullable;

/** How a stream, or an attempt to get one, ended. Immutable. */
public final class StreamEnd {

    /** Who ended it. */
    enum Source {
        /** This client, or a server that ended it without a complaint. */
        ITSELF,
        /** A Beckon server: its status carries an ErrorInfo of the contract. */
        BECKON,
        /** Anybody who speaks gRPC, or gRPC itself: a status without such an ErrorInfo. */
        GRPC,
        /** Something that does not speak gRPC, such as a proxy or a captive portal with a page in HTML. */
        STRANGER
    }

    private final Source source;
    private final String code;
    private final String reason;
    private final String message;
    private final long retryAfterMillis;
    private final @Nullable Throwable cause;

    private StreamEnd(
            Source source,
            String code,
            String reason,
            String message,
            long retryAfterMillis,
            @Nullable Throwable cause) {
        this.source = source;
        this.code = code;
        this.reason = reason;
        this.message = message;
        this.retryAfterMillis = retryAfterMillis;
        this.cause = cause;
    }

    /** The server ended it without a complaint. */
    public static StreamEnd completed() {
        return new StreamEnd(Source.ITSELF, "OK", "ENDED", "The server ended the stream.", 0, null);
    }

    /**
     * It ended with a status.
     *
     * @param code the name of the gRPC status code
     * @param reason the reason of the contract; empty if the status carried none
     * @param message the same in words
     * @param retryAfterMillis the least delay before coming back, as the server asks; 0 if it does not
     * @param cause what gRPC threw, or null
     */
    public static StreamEnd failed(
            String code, String reason, String message, long retryAfterMillis, @Nullable Throwable cause) {
        if (reason.isEmpty()) {
            return new StreamEnd(Source.GRPC, code, reasonOf(code), message, retryAfterMillis, cause);
        }
        return new StreamEnd(Source.BECKON, code, reason, message, retryAfterMillis, cause);
    }

    /**
     * What answered does not speak gRPC: it is a proxy, a captive portal or the wrong server.
     *
     * @param code the name of the status code that gRPC made of it
     * @param message what it said
     * @param cause what gRPC threw, or null
     */
    public static StreamEnd ofStranger(String code, String message, @Nullable Throwable cause) {
        return new StreamEnd(
                Source.STRANGER,
                code,
                "REFUSED",
                "What answered is no Beckon server, but perhaps a proxy or a login page on the way to it: " + message,
                0,
                cause);
    }

    private static String reasonOf(String code) {
        return Verdict.isRefusal(code) ? "REFUSED" : "UNREACHABLE";
    }

    static StreamEnd silent(String message) {
        return local("SERVER_SILENT", message);
    }

    static StreamEnd noWelcome(long millis) {
        return local("UNREACHABLE", "The server did not welcome this client within " + millis + " ms.");
    }

    static StreamEnd offline() {
        return local("OFFLINE", "There is no network, or the app is suspended.");
    }

    static StreamEnd noToken(String message) {
        return local("TOKEN_UNAVAILABLE", message);
    }

    static StreamEnd eventGap(long found, long expected) {
        return local("EVENT_GAP", "Event " + found + " arrived, " + expected + " did not.");
    }

    static StreamEnd wentAway(GoAway goAway) {
        return local(goAway.reason(), goAway.message());
    }

    private static StreamEnd local(String reason, String message) {
        return new StreamEnd(Source.ITSELF, "", reason, message, 0, null);
    }

    Source source() {
        return source;
    }

    /** The name of the gRPC status code, for instance "UNAVAILABLE"; empty if this client ended it by itself. */
    public String code() {
        return code;
    }

    /**
     * Why: a reason of the contract, or one of this client's own: ENDED, SERVER_SILENT, UNREACHABLE, REFUSED,
     * OFFLINE, TOKEN_UNAVAILABLE, EVENT_GAP.
     */
    public String reason() {
        return reason;
    }

    /** The same in words. May be empty. */
    public String message() {
        return message;
    }

    /** The least delay before coming back, as the server asks; 0 if it does not. */
    public long retryAfterMillis() {
        return retryAfterMillis;
    }

    /** What gRPC threw, or null. */
    public @Nullable Throwable cause() {
        return cause;
    }
}

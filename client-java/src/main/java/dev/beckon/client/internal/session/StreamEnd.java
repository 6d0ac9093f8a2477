package dev.beckon.client.internal.session;

import org.jspecify.annotations.Nullable;

/** How a stream or an attempt to open one ended. Immutable. */
public final class StreamEnd {

    /** Who ended it. */
    enum Source {
        /** This client, or a server that ended it with status OK. */
        ITSELF,
        /** A Beckon server: its status has an ErrorInfo of the contract. */
        BECKON,
        /** Any gRPC server, or gRPC itself: a status without such an ErrorInfo. */
        GRPC,
        /** Something that does not use gRPC, such as a proxy or a captive portal with an HTML page. */
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

    /** Returns the end of a stream that the server ended with status OK. */
    public static StreamEnd completed() {
        return new StreamEnd(Source.ITSELF, "OK", "ENDED", "The server ended the stream.", 0, null);
    }

    /**
     * Returns the end of a stream with a status.
     *
     * @param code the name of the gRPC status code
     * @param reason the reason of the contract; empty if the status had none
     * @param message a description
     * @param retryAfterMillis the minimum delay before reconnecting that the server asked for; 0 for none
     * @param cause the exception of gRPC, or null
     */
    public static StreamEnd failed(
            String code, String reason, String message, long retryAfterMillis, @Nullable Throwable cause) {
        if (reason.isEmpty()) {
            return new StreamEnd(Source.GRPC, code, reasonOf(code), message, retryAfterMillis, cause);
        }
        return new StreamEnd(Source.BECKON, code, reason, message, retryAfterMillis, cause);
    }

    /**
     * Returns the end of a stream whose response was not gRPC: it came from a proxy, a captive portal or the wrong
     * server.
     *
     * @param code the name of the status code that gRPC derived from it
     * @param message its content
     * @param cause the exception of gRPC, or null
     */
    public static StreamEnd ofStranger(String code, String message, @Nullable Throwable cause) {
        return new StreamEnd(
                Source.STRANGER,
                code,
                "REFUSED",
                "The response is not from a Beckon server, but perhaps from a proxy or a login page in between: "
                        + message,
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

    /** Returns the name of the gRPC status code, for instance "UNAVAILABLE"; empty if this client ended the stream. */
    public String code() {
        return code;
    }

    /**
     * Returns the reason: one of the contract, or one of this client: ENDED, SERVER_SILENT, UNREACHABLE, REFUSED,
     * OFFLINE, TOKEN_UNAVAILABLE, EVENT_GAP.
     */
    public String reason() {
        return reason;
    }

    /** Returns a description. May be empty. */
    public String message() {
        return message;
    }

    /** Returns the minimum delay before reconnecting that the server asked for; 0 for none. */
    public long retryAfterMillis() {
        return retryAfterMillis;
    }

    /** Returns the exception of gRPC, or null. */
    public @Nullable Throwable cause() {
        return cause;
    }
}

package dev.beckon.client.internal.session;

import org.jspecify.annotations.Nullable;

/** How a stream, or an attempt to get one, ended. Immutable. */
public final class StreamEnd {

    private final String code;
    private final String reason;
    private final String message;
    private final long retryAfterMillis;
    private final @Nullable Throwable cause;

    private StreamEnd(String code, String reason, String message, long retryAfterMillis, @Nullable Throwable cause) {
        this.code = code;
        this.reason = reason;
        this.message = message;
        this.retryAfterMillis = retryAfterMillis;
        this.cause = cause;
    }

    /** The server ended it without a complaint. */
    public static StreamEnd completed() {
        return new StreamEnd("OK", "ENDED", "The server ended the stream.", 0, null);
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
        String known = reason.isEmpty() ? reasonOf(code) : reason;
        return new StreamEnd(code, known, message, retryAfterMillis, cause);
    }

    private static String reasonOf(String code) {
        Verdict verdict = Verdict.ofCode(code);
        return verdict == Verdict.RETRY ? "UNREACHABLE" : "REFUSED";
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
        return new StreamEnd("", reason, message, 0, null);
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

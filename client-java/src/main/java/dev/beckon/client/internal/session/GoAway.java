package dev.beckon.client.internal.session;

/** The server's announcement that the stream will end. Immutable. */
public final class GoAway {

    /** What the client should do. */
    public enum Action {
        /** Resume the session after the delay. */
        RESUME,
        /** Start a new session after the delay; this one ends. */
        REGISTER_ANEW,
        /** Do not reconnect automatically. */
        STOP
    }

    private final Action action;
    private final String reason;
    private final long delayMillis;
    private final String message;

    /**
     * Creates a go-away.
     *
     * @param action what to do
     * @param reason the reason as named in the contract, for instance "REPLACED"
     * @param delayMillis how long to wait before the action
     * @param message a description for people
     */
    public GoAway(Action action, String reason, long delayMillis, String message) {
        this.action = action;
        this.reason = reason;
        this.delayMillis = delayMillis;
        this.message = message;
    }

    /** Returns what to do. */
    public Action action() {
        return action;
    }

    /** Returns the reason as named in the contract. */
    public String reason() {
        return reason;
    }

    /** Returns how long to wait before the action, in milliseconds. */
    public long delayMillis() {
        return delayMillis;
    }

    /** Returns a description for people. */
    public String message() {
        return message;
    }
}

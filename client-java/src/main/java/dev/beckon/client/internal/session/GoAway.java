package dev.beckon.client.internal.session;

/** The server's word that the stream is about to end. Immutable. */
public final class GoAway {

    /** What to do about it. */
    public enum Action {
        /** Come back to the session after the delay. */
        RESUME,
        /** Come back after the delay; the session ends. */
        REGISTER_ANEW,
        /** Do not come back by oneself. */
        STOP
    }

    private final Action action;
    private final String reason;
    private final long delayMillis;
    private final String message;

    /**
     * A go-away.
     *
     * @param action what to do
     * @param reason why, in the words of the contract, for instance "REPLACED"
     * @param delayMillis how long to wait before doing it
     * @param message the same in words, for a person
     */
    public GoAway(Action action, String reason, long delayMillis, String message) {
        this.action = action;
        this.reason = reason;
        this.delayMillis = delayMillis;
        this.message = message;
    }

    /** What to do. */
    public Action action() {
        return action;
    }

    /** Why, in the words of the contract. */
    public String reason() {
        return reason;
    }

    /** How long to wait before doing it, in milliseconds. */
    public long delayMillis() {
        return delayMillis;
    }

    /** The same in words, for a person. */
    public String message() {
        return message;
    }
}

package dev.beckon.server.core.message;

/** The reason why a stream or a session ended. */
public enum EndReason {
    /** The client sent a bye. */
    BYE,
    /** The client ended or lost the stream. */
    GONE(true),
    /** The client was silent for too long. */
    HEARTBEAT_MISSED(true),
    /** The client did not read fast enough. */
    SLOW(true),
    /** The client violated the protocol beyond what a notice can repair, for instance by skipping a seq. */
    PROTOCOL_ERROR(true),
    /** A newer stream of the same session replaced this one. */
    TAKEN_OVER(true),
    /** A store failed to supply what the client needs to continue. */
    STORE_UNAVAILABLE(true),
    /** The client did not return within the resume window. */
    EXPIRED,
    /** Another session took over the peer id. */
    REPLACED,
    /** Too many notices were waiting for the client. */
    MAILBOX_OVERFLOW,
    /** An operator or the app's backend ended the session. */
    DISCONNECTED,
    /** The access token expired and was not refreshed. */
    TOKEN_EXPIRED,
    /** The access token was revoked. */
    TOKEN_REVOKED,
    /** The server is shutting down. */
    SHUTDOWN,
    /** An internal error of the server. */
    FAULT;

    private final boolean survivable;

    EndReason() {
        this(false);
    }

    EndReason(boolean survivable) {
        this.survivable = survivable;
    }

    /** Returns whether a resumable session survives a stream that ended for this reason. */
    public boolean isSurvivable() {
        return survivable;
    }
}

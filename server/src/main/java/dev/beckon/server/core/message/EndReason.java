package dev.beckon.server.core.message;

/** Why a stream ended, or a session. */
public enum EndReason {
    /** The client said bye. */
    BYE,
    /** The stream was ended or lost by the client. */
    GONE(true),
    /** Nothing was heard from the client for too long. */
    HEARTBEAT_MISSED(true),
    /** The client did not read as fast as others wrote to it. */
    SLOW(true),
    /** The client broke the protocol in a way that a notice cannot mend, for instance left out a seq. */
    PROTOCOL_ERROR(true),
    /** A newer stream of the same session took over. */
    TAKEN_OVER(true),
    /** A store could not give the session what its client needs to go on. */
    STORE_UNAVAILABLE(true),
    /** The client did not come back within the resume window. */
    EXPIRED,
    /** Another session took the peer id. */
    REPLACED,
    /** More notices waited for the client than it may have. */
    MAILBOX_OVERFLOW,
    /** An operator or the app's backend wanted it. */
    DISCONNECTED,
    /** The access token expired, and no newer one was shown. */
    TOKEN_EXPIRED,
    /** The access token was revoked. */
    TOKEN_REVOKED,
    /** The server is going down. */
    SHUTDOWN,
    /** A fault of the server. */
    FAULT;

    private final boolean survivable;

    EndReason() {
        this(false);
    }

    EndReason(boolean survivable) {
        this.survivable = survivable;
    }

    /** Whether a resumable session outlives a stream that ended for this reason. */
    public boolean isSurvivable() {
        return survivable;
    }
}

package dev.beckon.client.internal.session;

/** What the end of a stream means for the client. */
enum Verdict {
    /** Reconnect and resume the session. */
    RETRY,
    /** Reconnect with a new session: this one would end every stream in the same way. */
    RETRY_ANEW,
    /** Reconnect with a new access token, if one is available. */
    RENEW_TOKEN,
    /** Do not reconnect: the result would be the same. */
    STOP;

    /**
     * Returns the verdict on this end.
     *
     * @param welcomed whether a server has welcomed this client since it connected. From then on only a Beckon server
     * can stop it, because errors of a proxy are temporary
     */
    static Verdict of(StreamEnd end, boolean welcomed) {
        switch (end.source()) {
            case BECKON:
                return ofBeckon(end, welcomed);
            case GRPC:
                return welcomed && ofCode(end.code()) == STOP ? RETRY : ofCode(end.code());
            case ITSELF:
            case STRANGER:
                return RETRY;
        }
        throw new AssertionError(end.source());
    }

    private static Verdict ofBeckon(StreamEnd end, boolean welcomed) {
        switch (end.reason()) {
            case "REPLACED":
            case "TAKEN_OVER":
                return STOP;
            case "HELLO_TIMEOUT":
                return RETRY;
            case "FRAME_TOO_LARGE":
            case "TOO_MANY_FRAMES":
                return RETRY_ANEW;
            case "PEER_ID_TAKEN":
                // With a delay, the limit is due to a session that is away and ends soon if it is not resumed.
                return welcomed || end.retryAfterMillis() > 0 ? RETRY : STOP;
            default:
                return ofCode(end.code());
        }
    }

    private static Verdict ofCode(String code) {
        if (code.equals("UNAUTHENTICATED")) {
            return RENEW_TOKEN;
        }
        return isRefusal(code) ? STOP : RETRY;
    }

    /** Returns whether a repeated call would get the same status. */
    static boolean isRefusal(String code) {
        switch (code) {
            case "INVALID_ARGUMENT":
            case "NOT_FOUND":
            case "ALREADY_EXISTS":
            case "PERMISSION_DENIED":
            case "FAILED_PRECONDITION":
            case "OUT_OF_RANGE":
            case "UNIMPLEMENTED":
            case "UNAUTHENTICATED":
                return true;
            default:
                return false;
        }
    }
}

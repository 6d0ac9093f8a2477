package dev.beckon.client.internal.session;

/** What the end of a stream means for its client. */
enum Verdict {
    /** Come back, with the session. */
    RETRY,
    /** Come back, without the session: it would end every stream in the same way. */
    RETRY_ANEW,
    /** Come back if there was a welcome before, else stop: another client holds the peer id. */
    RETRY_IF_WELCOMED,
    /** Come back with a fresh access token, if there is one to be had. */
    RENEW_TOKEN,
    /** Do not come back: it would end the same again. */
    STOP;

    /** What this end means. */
    static Verdict of(StreamEnd end) {
        switch (end.reason()) {
            case "REPLACED":
            case "TAKEN_OVER":
                return STOP;
            case "HELLO_TIMEOUT":
                return RETRY;
            case "FRAME_TOO_LARGE":
            case "TOO_MANY_FRAMES":
                return RETRY_ANEW;
            default:
                return ofCode(end.code());
        }
    }

    static Verdict ofCode(String code) {
        switch (code) {
            case "INVALID_ARGUMENT":
            case "NOT_FOUND":
            case "PERMISSION_DENIED":
            case "FAILED_PRECONDITION":
            case "OUT_OF_RANGE":
            case "UNIMPLEMENTED":
                return STOP;
            case "ALREADY_EXISTS":
                return RETRY_IF_WELCOMED;
            case "UNAUTHENTICATED":
                return RENEW_TOKEN;
            default:
                return RETRY;
        }
    }
}

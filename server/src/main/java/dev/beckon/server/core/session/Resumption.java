package dev.beckon.server.core.session;

import dev.beckon.server.core.peer.Hello;
import dev.beckon.server.core.peer.SessionId;

/** What becomes of a stream that shows the key of a living session. */
enum Resumption {
    /** Its welcome was lost: nothing has happened since. */
    REPEATED,
    /** It goes on where it was. */
    LOSSLESS,
    /** What the client has seen does not fit: it needs a new session. */
    OUT_OF_STEP,
    /** The client claims to have seen more than was sent. */
    SEQ_UNKNOWN,
    /** The client has said hello again since, and that one came first. */
    OUTDATED,
    /** The session is not live yet. */
    NOT_YET;

    static Resumption of(Hello hello, SessionId id, long latestAttempt, SessionMailbox mailbox, Inbox inbox) {
        if (hello.attempt() != 0 && hello.attempt() <= latestAttempt) {
            return OUTDATED;
        }
        if (!id.equals(hello.session())) {
            return inbox.hasReceived() || mailbox.acked() != 0 ? OUT_OF_STEP : REPEATED;
        }
        if (Long.compareUnsigned(hello.lastSeq(), mailbox.highestGiven()) > 0) {
            return SEQ_UNKNOWN;
        }
        return hello.lastSeq() < mailbox.acked() ? OUT_OF_STEP : LOSSLESS;
    }
}

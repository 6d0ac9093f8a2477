package dev.beckon.server.core.session;

import dev.beckon.server.core.peer.Hello;
import dev.beckon.server.core.peer.SessionId;

/** The outcome of a stream that presents the key of an existing session. */
enum Resumption {
    /** The welcome was lost, and nothing has happened since: it is repeated. */
    REPEATED,
    /** The session continues without loss. */
    LOSSLESS,
    /** The client's state does not match: it needs a new session. */
    OUT_OF_STEP,
    /** The client claims events that were never sent. */
    SEQ_UNKNOWN,
    /** A later hello of the client arrived first. */
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

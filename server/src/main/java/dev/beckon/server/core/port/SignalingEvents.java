package dev.beckon.server.core.port;

import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.message.ServerEvent.AttachResult;
import dev.beckon.server.core.peer.Hello;
import dev.beckon.server.core.peer.Origin;
import dev.beckon.server.core.peer.Registration;

/** Port: events for operators. Called on any thread; must not block, must not throw. */
public interface SignalingEvents {

    /** A session got its first stream. */
    void sessionStarted(Registration registration, Hello hello, Origin origin);

    /** A session got a stream, the first or a later one. */
    void sessionAttached(Registration registration, AttachResult result, Origin origin);

    /** A session lost its stream and waits for its client. */
    void sessionAway(Registration registration, EndReason reason);

    /** A live or away session ended. */
    void sessionEnded(Registration registration, EndReason reason);

    /** A client's frame was refused. */
    void refused(Registration registration, Refusal refusal);

    /** A client was notified that its signals were not delivered, or perhaps not. */
    void reported(Registration registration, Refusal outcome, int signals);

    /** A mailbox grew or shrank by this many events and bytes. */
    void mailboxChanged(int events, int bytes);

    /** A client was asked to leave its stream. */
    void goAwaySent(EndReason reason);

    /** An event waited this long in a stream's queue before it was handed to the socket. */
    void relayed(long waitedNanos);

    /** An internal error. The client sees only the returned reference. */
    String fault(String where, Throwable cause);
}

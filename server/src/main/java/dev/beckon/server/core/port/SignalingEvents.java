package dev.beckon.server.core.port;

import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.message.ServerEvent.AttachResult;
import dev.beckon.server.core.peer.Hello;
import dev.beckon.server.core.peer.Origin;
import dev.beckon.server.core.peer.Registration;

/** Port: what an operator may want to see. Called on any thread; must not block, must not throw. */
public interface SignalingEvents {

    /** A session has its first stream. */
    void sessionStarted(Registration registration, Hello hello, Origin origin);

    /** A session has a stream: its first, or another one. */
    void sessionAttached(Registration registration, AttachResult result, Origin origin);

    /** A session has lost its stream and waits for its client. */
    void sessionAway(Registration registration, EndReason reason);

    /** A session that was live or away ended. */
    void sessionEnded(Registration registration, EndReason reason);

    /** A client's frame was refused. */
    void refused(Registration registration, Refusal refusal);

    /** A client is told that signals of its own were not delivered, or perhaps not. */
    void reported(Registration registration, Refusal outcome, int signals);

    /** A mailbox grew, or shrank: by so many events and bytes. */
    void mailboxChanged(int events, int bytes);

    /** A client was told that its stream ends, and what to do about it. */
    void goAwaySent(EndReason reason);

    /** Something waited that many nanoseconds in a stream's queue before it was handed to the socket. */
    void relayed(long waitedNanos);

    /** A fault of ours. The client sees only the returned reference. */
    String fault(String where, Throwable cause);
}

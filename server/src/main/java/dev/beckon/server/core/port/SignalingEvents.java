package dev.beckon.server.core.port;

import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.peer.Hello;
import dev.beckon.server.core.peer.Origin;
import dev.beckon.server.core.peer.Registration;

/** Port: what an operator may want to see. Called on any thread; must not block, must not throw. */
public interface SignalingEvents {

    /** A session is live. */
    void sessionStarted(Registration registration, Hello hello, Origin origin);

    /** A session ended. */
    void sessionEnded(Registration registration, EndReason reason);

    /** A client's frame was refused. */
    void refused(Registration registration, Refusal refusal);

    /** A fault of ours. The client sees only the returned reference. */
    String fault(String where, Throwable cause);
}

package dev.beckon.server.core.session;

import dev.beckon.server.core.message.IceServer;
import dev.beckon.server.core.message.Limits;
import dev.beckon.server.core.message.ServerEvent.AttachResult;
import dev.beckon.server.core.message.ServerEvent.Welcome;
import dev.beckon.server.core.peer.Access;
import dev.beckon.server.core.peer.Hello;
import dev.beckon.server.core.peer.Registration;
import dev.beckon.server.core.peer.RoomId;
import java.util.List;

/** A stream that was admitted, with the data for its welcome. */
record Arrival(Attachment attachment, Access access, List<IceServer> iceServers) {

    Hello hello() {
        return attachment.hello();
    }

    Welcome welcome(
            Registration registration, AttachResult result, long lastClientSeq, Limits limits, List<RoomId> rooms) {
        return new Welcome(
                registration,
                result,
                lastClientSeq,
                iceServers,
                limits,
                attachment.liveness(),
                access.expiresAt(),
                rooms);
    }

    /** Returns whether it presents the key of this session, and is of the same subject. */
    boolean ownsSession(Registration held) {
        return hello().key() != null && held.key() != null && held.key().matches(hello().key()) && isSameSubject(held);
    }

    /** Returns whether it presents the key of this session as that of an earlier session of its own. */
    boolean hasReplaced(Registration held) {
        return hello().replacedKey() != null && held.key() != null && held.key().matches(hello().replacedKey());
    }

    boolean isSameSubject(Registration held) {
        return held.subject().equals(access.subject());
    }
}

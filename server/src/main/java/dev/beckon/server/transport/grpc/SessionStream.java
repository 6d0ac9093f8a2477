package dev.beckon.server.transport.grpc;

import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.message.Heartbeats;
import dev.beckon.server.core.peer.Origin;
import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.session.Session;
import dev.beckon.server.core.session.Sessions.Attach;
import dev.beckon.server.wire.HelloDecoder;
import dev.beckon.v1.Hello;
import io.grpc.StatusRuntimeException;
import org.jspecify.annotations.Nullable;

/**
 * One stream and the session that lives on it, whichever rpc it is. Owned by: the stream's callbacks, which gRPC runs one
 * at a time.
 */
final class SessionStream {

    private final Door door;
    private final Origin origin;
    private final Heartbeats heartbeats;
    private final OutboundWriter writer;
    private final HelloDecoder hellos;
    private @Nullable Session session;

    SessionStream(Door door, Origin origin, Heartbeats heartbeats, OutboundWriter writer) {
        this.door = door;
        this.origin = origin;
        this.heartbeats = heartbeats;
        this.writer = writer;
        this.hellos = new HelloDecoder(door.limits());
    }

    /** The session, once a valid hello was said. It may not be live yet. */
    @Nullable
    Session session() {
        return session;
    }

    /** Prepares the session that the hello asks for; null if the hello breaks a rule, which ends the stream. */
    @Nullable
    Session prepare(Hello hello, long seq) {
        switch (hellos.decode(hello, seq)) {
            case HelloDecoder.Decoded.Invalid invalid -> fail(Statuses.invalidHello(invalid.refusal()));
            case HelloDecoder.Decoded.Valid valid ->
                session = door.sessions().prepare(valid.hello(), origin, heartbeats, writer);
        }
        return session;
    }

    /**
     * Registers the prepared session. If that fails the stream ends with a status that says why.
     *
     * @param onLive called when the session is live, on its executor
     */
    void register(Session prepared, Runnable onLive) {
        door.sessions().register(prepared).whenComplete((attach, fault) -> {
            if (fault != null) {
                door.events().fault("directory", fault);
                writer.close(Statuses.storeUnavailable());
                return;
            }
            switch (attach) {
                case Attach.Attached() -> onLive.run();
                case Attach.PeerIdTaken(PeerId peer) -> writer.close(Statuses.peerIdTaken(peer));
                case Attach.StreamGone() -> {}
            }
        });
    }

    /** The client is gone, or will say nothing more. */
    void end() {
        if (session == null) {
            writer.close((StatusRuntimeException) null);
        } else {
            session.end(EndReason.GONE);
        }
    }

    /** Ends the stream with a status, and the session with it. */
    void fail(StatusRuntimeException status) {
        writer.close(status);
        if (session != null) {
            session.end(EndReason.PROTOCOL_ERROR);
        }
    }
}

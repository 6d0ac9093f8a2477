package dev.beckon.server.transport.grpc;

import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.message.Liveness;
import dev.beckon.server.core.peer.Origin;
import dev.beckon.server.core.session.Attachment;
import dev.beckon.server.core.session.Sessions.Attach;
import dev.beckon.server.wire.HelloDecoder;
import dev.beckon.v1.Hello;
import io.grpc.StatusRuntimeException;
import org.jspecify.annotations.Nullable;

/**
 * One stream and its attachment to a session, for Connect and Open. Owned by: the stream's callbacks, which gRPC runs
 * one at a time.
 */
final class SessionStream {

    private final Door door;
    private final Origin origin;
    private final Liveness liveness;
    private final OutboundWriter writer;
    private final @Nullable String token;
    private @Nullable Attachment attachment;

    /** @param token the access token of the call; null if there was none */
    SessionStream(Door door, Origin origin, Liveness liveness, OutboundWriter writer, @Nullable String token) {
        this.door = door;
        this.origin = origin;
        this.liveness = liveness;
        this.writer = writer;
        this.token = token;
    }

    /** Returns the attachment, which receives the client's frames; null before a valid hello. */
    @Nullable
    Attachment attachment() {
        return attachment;
    }

    /**
     * Creates the attachment for a hello. Returns null and ends the stream if the hello is invalid.
     *
     * @param onOver called when the attachment no longer belongs to any session
     */
    @Nullable
    Attachment prepare(Hello hello, long seq, Runnable onOver) {
        switch (new HelloDecoder(door.limits()).decode(hello, seq)) {
            case HelloDecoder.Decoded.Invalid invalid -> fail(Statuses.invalidHello(invalid.refusal()));
            case HelloDecoder.Decoded.Valid valid ->
                attachment = new Attachment(valid.hello(), origin, liveness, writer, onOver);
        }
        return attachment;
    }

    /**
     * Attaches the stream to a session. On failure the stream ends with a status that gives the reason.
     *
     * @param onAttached called once the stream has its welcome
     * @param onRefused called if it will not get one
     */
    void attach(Attachment prepared, Runnable onAttached, Runnable onRefused) {
        door.sessions().attach(prepared, token).whenComplete((attach, fault) -> {
            if (fault == null && attach instanceof Attach.Attached) {
                onAttached.run();
                return;
            }
            onRefused.run();
            if (fault == null) {
                writer.close(Statuses.ofAttach(attach));
            } else {
                door.events().fault("store", fault);
                writer.close(Statuses.storeUnavailable());
            }
        });
    }

    /** The client is gone or has half-closed the stream. */
    void end() {
        if (attachment == null) {
            writer.close((StatusRuntimeException) null);
        } else {
            attachment.lose(EndReason.GONE);
        }
    }

    /** Ends the stream with a status. A resumable session survives. */
    void fail(StatusRuntimeException status) {
        writer.close(status);
        if (attachment != null) {
            attachment.lose(EndReason.PROTOCOL_ERROR);
        }
    }
}

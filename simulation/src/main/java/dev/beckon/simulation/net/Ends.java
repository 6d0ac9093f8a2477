package dev.beckon.simulation.net;

import dev.beckon.client.internal.session.StreamEnd;
import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.session.Sessions.Attach;
import java.time.Duration;

/** Converts the ends of streams to statuses of the contract. */
final class Ends {

    private Ends() {}

    static StreamEnd of(EndReason reason) {
        return switch (reason) {
            case BYE, GONE, EXPIRED -> StreamEnd.completed();
            case REPLACED, TAKEN_OVER -> failed("ABORTED", reason.name());
            case HEARTBEAT_MISSED, SHUTDOWN, STORE_UNAVAILABLE -> failed("UNAVAILABLE", reason.name());
            case SLOW, MAILBOX_OVERFLOW -> failed("RESOURCE_EXHAUSTED", reason.name());
            case DISCONNECTED -> failed("PERMISSION_DENIED", reason.name());
            case TOKEN_EXPIRED, TOKEN_REVOKED -> failed("UNAUTHENTICATED", reason.name());
            case PROTOCOL_ERROR, FAULT -> failed("INTERNAL", "INTERNAL");
        };
    }

    static StreamEnd of(Attach attach) {
        return switch (attach) {
            case Attach.PeerIdTaken(PeerId peer, Duration freeIn) ->
                StreamEnd.failed(
                        "ALREADY_EXISTS", "PEER_ID_TAKEN", "", freeIn == null ? 0 : freeIn.toMillis() + 1, null);
            case Attach.TokenRefused refused ->
                failed("UNAUTHENTICATED", "TOKEN_" + refused.why().problem());
            case Attach.PeerIdNotGranted notGranted -> failed("PERMISSION_DENIED", "PEER_ID_NOT_ALLOWED");
            case Attach.Banned banned -> failed("PERMISSION_DENIED", "BANNED");
            case Attach.TooManySessions tooMany -> failed("RESOURCE_EXHAUSTED", "TOO_MANY_SESSIONS");
            case Attach.LastSeqUnknown unknown -> failed("INVALID_ARGUMENT", "LAST_SEQ_UNKNOWN");
            case Attach.Outdated outdated -> failed("ABORTED", "TAKEN_OVER");
            case Attach.Ended ended -> of(ended.reason());
            case Attach.GoingDown goingDown -> failed("UNAVAILABLE", "SHUTDOWN");
            case Attach.Attached attached -> throw new IllegalStateException("attached");
        };
    }

    static StreamEnd failed(String code, String reason) {
        return StreamEnd.failed(code, reason, "", 0, null);
    }
}

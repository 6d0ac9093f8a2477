package dev.beckon.server.transport.admin;

import com.google.rpc.Code;
import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.RoomId;
import dev.beckon.server.core.session.Bans;
import dev.beckon.server.transport.grpc.StatusDetails;
import dev.beckon.server.wire.AdminEncoder;
import io.grpc.StatusRuntimeException;
import java.util.Map;

/** Statuses specific to Admin calls; admin.proto lists the reasons. */
final class AdminStatuses {

    private AdminStatuses() {}

    static StatusRuntimeException invalidRequest(Refusal refusal) {
        return StatusDetails.invalid("INVALID_REQUEST", refusal);
    }

    static StatusRuntimeException notGranted() {
        return status(
                Code.PERMISSION_DENIED,
                "ADMIN_NOT_GRANTED",
                "Your access token does not let you call Admin. Use one with the claim admin: true.");
    }

    static StatusRuntimeException peerNotFound(PeerId peer) {
        return status(Code.NOT_FOUND, "PEER_NOT_FOUND", "No peer '" + peer + "' is registered.");
    }

    static StatusRuntimeException roomNotFound(RoomId room) {
        return status(Code.NOT_FOUND, "ROOM_NOT_FOUND", "No room '" + room + "' has members.");
    }

    static StatusRuntimeException signalRefused(Refusal refusal) {
        return StatusDetails.status(
                Code.FAILED_PRECONDITION,
                "SIGNAL_REFUSED",
                refusal.message(),
                Map.of("code", AdminEncoder.code(refusal)));
    }

    static StatusRuntimeException tooManyBans() {
        return status(
                Code.RESOURCE_EXHAUSTED,
                "TOO_MANY_BANS",
                "The maximum number of peers is banned, " + Bans.MAX
                        + ". Try again when some of these bans have ended.");
    }

    static StatusRuntimeException tooManyRevocations() {
        return status(
                Code.RESOURCE_EXHAUSTED,
                "TOO_MANY_REVOCATIONS",
                "The maximum number of revocations is stored. Try again when some have expired, or change the key.");
    }

    private static StatusRuntimeException status(Code code, String reason, String message) {
        return StatusDetails.status(code, reason, message, Map.of());
    }
}

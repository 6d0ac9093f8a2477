package dev.beckon.server.wire;

import dev.beckon.server.core.message.ServerEvent;
import dev.beckon.server.core.peer.Member;
import dev.beckon.v1.MemberUpdated;
import dev.beckon.v1.PeerJoined;
import dev.beckon.v1.PeerLeft;
import dev.beckon.v1.RoomSnapshot;
import java.util.ArrayList;
import java.util.List;

/** Encodes the events of rooms. */
final class RoomEncoder {

    private static final int PART_BYTES = 128 * 1024;

    private RoomEncoder() {}

    /**
     * Encodes a snapshot in parts that each fit well into a frame: at least one, all of the same version, all but the
     * last with {@code more} set.
     */
    static List<RoomSnapshot> snapshot(ServerEvent.RoomSnapshot snapshot) {
        List<RoomSnapshot> parts = new ArrayList<>(1);
        RoomSnapshot.Builder part = part(snapshot);
        int bytes = 0;
        for (Member member : snapshot.members()) {
            dev.beckon.v1.Member encoded = member(member);
            if (bytes + encoded.getSerializedSize() > PART_BYTES && bytes > 0) {
                parts.add(part.setMore(true).build());
                part = part(snapshot);
                bytes = 0;
            }
            part.addMembers(encoded);
            bytes += encoded.getSerializedSize();
        }
        parts.add(part.build());
        return parts;
    }

    private static RoomSnapshot.Builder part(ServerEvent.RoomSnapshot snapshot) {
        return RoomSnapshot.newBuilder()
                .setRoom(snapshot.room().value())
                .setVersion(snapshot.version())
                .setClientSeq(snapshot.clientSeq());
    }

    static PeerJoined joined(ServerEvent.PeerJoined joined) {
        return PeerJoined.newBuilder()
                .setRoom(joined.room().value())
                .setVersion(joined.version())
                .setMember(member(joined.member()))
                .build();
    }

    static PeerLeft left(ServerEvent.PeerLeft left) {
        return PeerLeft.newBuilder()
                .setRoom(left.room().value())
                .setVersion(left.version())
                .setPeerId(left.peer().value())
                .setSessionId(left.session().value())
                .setReason(
                        switch (left.reason()) {
                            case LEFT -> PeerLeft.Reason.LEFT;
                            case BYE -> PeerLeft.Reason.BYE;
                            case GONE -> PeerLeft.Reason.GONE;
                            case REPLACED -> PeerLeft.Reason.REPLACED;
                            case DISCONNECTED -> PeerLeft.Reason.DISCONNECTED;
                            case ROOM_CLOSED -> PeerLeft.Reason.ROOM_CLOSED;
                            case SHUTDOWN -> PeerLeft.Reason.SHUTDOWN;
                            case TOKEN_EXPIRED -> PeerLeft.Reason.TOKEN_EXPIRED;
                        })
                .build();
    }

    static MemberUpdated updated(ServerEvent.MemberUpdated updated) {
        return MemberUpdated.newBuilder()
                .setRoom(updated.room().value())
                .setVersion(updated.version())
                .setMember(member(updated.member()))
                .build();
    }

    static dev.beckon.v1.Member member(Member member) {
        return dev.beckon.v1.Member.newBuilder()
                .setPeerId(member.peer().value())
                .setSessionId(member.session().value())
                .setState(member.away() ? dev.beckon.v1.Member.State.AWAY : dev.beckon.v1.Member.State.LIVE)
                .setDisplayName(member.profile().displayName())
                .putAllAttributes(member.profile().attributes())
                .build();
    }
}

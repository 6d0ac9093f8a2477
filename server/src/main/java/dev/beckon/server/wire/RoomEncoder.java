package dev.beckon.server.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
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
        UnknownFieldSet.Field.Builder members = UnknownFieldSet.Field.newBuilder();
        int bytes = 0;
        for (Member member : snapshot.members()) {
            ByteString encoded = memberBytes(member);
            if (bytes + encoded.size() > PART_BYTES && bytes > 0) {
                parts.add(part(snapshot, members, true));
                members = UnknownFieldSet.Field.newBuilder();
                bytes = 0;
            }
            members.addLengthDelimited(encoded);
            bytes += encoded.size();
        }
        parts.add(part(snapshot, members, false));
        return parts;
    }

    /** The members are bytes that all snapshots share: on the wire it is the same. */
    private static RoomSnapshot part(
            ServerEvent.RoomSnapshot snapshot, UnknownFieldSet.Field.Builder members, boolean more) {
        return RoomSnapshot.newBuilder()
                .setRoom(snapshot.room().value())
                .setVersion(snapshot.version())
                .setClientSeq(snapshot.clientSeq())
                .setMore(more)
                .setUnknownFields(UnknownFieldSet.newBuilder()
                        .addField(RoomSnapshot.MEMBERS_FIELD_NUMBER, members.build())
                        .build())
                .build();
    }

    private static ByteString memberBytes(Member member) {
        return member.encoding().get(ByteString.class, () -> member(member).toByteString());
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

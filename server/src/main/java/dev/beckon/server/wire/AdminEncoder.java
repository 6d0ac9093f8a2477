package dev.beckon.server.wire;

import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.peer.RoomId;
import dev.beckon.server.core.port.Page;
import dev.beckon.server.core.port.Rooms;
import dev.beckon.server.core.session.SessionView;
import dev.beckon.v1.GetRoomResponse;
import dev.beckon.v1.ListPeersResponse;
import dev.beckon.v1.ListRoomsResponse;
import dev.beckon.v1.PeerInfo;
import dev.beckon.v1.RoomInfo;

/** Encodes Admin responses. Stateless; callable from any thread. */
public final class AdminEncoder {

    private AdminEncoder() {}

    public static ListPeersResponse peers(Page<SessionView> page) {
        return ListPeersResponse.newBuilder()
                .addAllPeers(page.items().stream().map(AdminEncoder::peer).toList())
                .setNextPageToken(page.next())
                .setTotal(page.total())
                .build();
    }

    public static PeerInfo peer(SessionView session) {
        return PeerInfo.newBuilder()
                .setPeerId(session.registration().peer().value())
                .setSessionId(session.registration().session().value())
                .setState(session.away() ? PeerInfo.State.AWAY : PeerInfo.State.LIVE)
                .setDisplayName(session.profile().displayName())
                .putAllAttributes(session.profile().attributes())
                .setSubject(session.registration().subject())
                .setDoor(session.origin().door())
                .setAddress(session.origin().address())
                .setClient(session.client())
                .setSince(Durations.encode(session.since()))
                .addAllRooms(
                        session.rooms().stream().map(RoomId::value).sorted().toList())
                .setMailboxEvents(session.mailboxEvents())
                .setMailboxBytes(session.mailboxBytes())
                .setResumable(session.registration().key() != null)
                .build();
    }

    public static ListRoomsResponse rooms(Page<Rooms.View> page) {
        return ListRoomsResponse.newBuilder()
                .addAllRooms(page.items().stream().map(AdminEncoder::info).toList())
                .setNextPageToken(page.next())
                .setTotal(page.total())
                .build();
    }

    public static GetRoomResponse room(Rooms.View room) {
        return GetRoomResponse.newBuilder()
                .setRoom(room.room().value())
                .setVersion(room.version())
                .addAllMembers(room.members().stream().map(RoomEncoder::member).toList())
                .build();
    }

    /** Returns the contract's name of a refusal, such as PEER_UNAVAILABLE. */
    public static String code(Refusal refusal) {
        return NoticeEncoder.code(refusal.code()).name();
    }

    private static RoomInfo info(Rooms.View room) {
        return RoomInfo.newBuilder()
                .setRoom(room.room().value())
                .setMembers(room.members().size())
                .setVersion(room.version())
                .build();
    }
}

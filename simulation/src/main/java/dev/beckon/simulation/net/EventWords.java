package dev.beckon.simulation.net;

import dev.beckon.client.internal.session.FrameHandler;
import dev.beckon.client.internal.session.GoAway;
import dev.beckon.client.internal.session.Welcome;
import dev.beckon.client.outcome.Notice;
import dev.beckon.client.room.LeaveReason;
import dev.beckon.client.room.Member;
import dev.beckon.client.room.Presence;
import dev.beckon.client.room.Room;
import dev.beckon.client.signal.Address;
import dev.beckon.client.signal.Data;
import dev.beckon.client.signal.Signal;
import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.message.Envelope;
import dev.beckon.server.core.message.Liveness;
import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.message.ServerEvent;
import dev.beckon.server.core.peer.PeerPresence;
import dev.beckon.server.core.peer.RoomId;
import dev.beckon.simulation.server.NumberedPayload;
import java.util.List;

/** Converts events of the core to calls of the client library, in place of the two encodings in between. */
final class EventWords {

    private EventWords() {}

    static void tell(ServerEvent event, FrameHandler to) {
        switch (event) {
            case ServerEvent.Welcome welcome -> to.handleWelcome(welcome(welcome));
            case ServerEvent.Delivered(Envelope envelope, boolean polite) -> to.handleSignal(signal(envelope));
            case ServerEvent.RoomSnapshot snapshot -> tell(snapshot, to);
            case ServerEvent.PeerJoined(RoomId room, long version, var member, var encoding) ->
                to.handlePeerJoined(room.value(), version, member(member));
            case ServerEvent.MemberUpdated(RoomId room, long version, var member, var encoding) ->
                to.handleMemberUpdated(room.value(), version, member(member));
            case ServerEvent.PeerLeft(RoomId room, long version, var peer, var session, var reason, var encoding) ->
                to.handlePeerLeft(
                        room.value(), version, peer.value(), session.value(), LeaveReason.valueOf(reason.name()));
            case ServerEvent.Notice notice -> to.handleNotice(notice(notice), notice.clientSeqs());
            case ServerEvent.PresenceChanged(PeerPresence presence) -> to.handlePresence(presence(presence));
            case ServerEvent.Heartbeat heartbeat -> {}
            case ServerEvent.GoAway goAway -> to.handleGoAway(goAway(goAway));
        }
    }

    private static Welcome welcome(ServerEvent.Welcome welcome) {
        var limits = welcome.limits();
        Liveness liveness = welcome.liveness();
        return Welcome.builder(
                        welcome.registration().session().value(),
                        welcome.registration().peer().value())
                .result(Welcome.Result.valueOf(welcome.result().name()))
                .lastClientSeq(welcome.lastClientSeq())
                .rooms(welcome.rooms().stream().map(RoomId::value).toList())
                .maxFrameBytes(limits.frameBytes())
                .acks(limits.acks().everyEvents(), limits.acks().interval().toMillis())
                .heartbeats(
                        liveness == null ? 0 : liveness.heartbeats().server().toMillis(),
                        liveness == null ? 0 : liveness.heartbeats().client().toMillis())
                .build();
    }

    private static Signal signal(Envelope envelope) {
        NumberedPayload payload = (NumberedPayload) envelope.signal().payload();
        Address sender = Address.peer(envelope.from().value())
                .session(envelope.fromSession().value())
                .connection(envelope.signal().connectionId());
        RoomId room = envelope.signal().room();
        return new Signal(
                room == null ? sender : sender.inRoom(room.value()),
                Data.text(Long.toString(payload.id()), Integer.toString(payload.bytes())));
    }

    /** In two parts if it is large. */
    private static void tell(ServerEvent.RoomSnapshot snapshot, FrameHandler to) {
        String room = snapshot.room().value();
        List<Member> members =
                snapshot.members().stream().map(EventWords::member).toList();
        int half = members.size() / 2;
        if (half > 0) {
            to.handleSnapshot(new Room(room, snapshot.version(), members.subList(0, half)), true, snapshot.clientSeq());
        }
        to.handleSnapshot(
                new Room(room, snapshot.version(), members.subList(half, members.size())), false, snapshot.clientSeq());
    }

    private static Member member(dev.beckon.server.core.peer.Member member) {
        return new Member(
                member.peer().value(),
                member.session().value(),
                member.away() ? Member.State.AWAY : Member.State.LIVE,
                member.profile().displayName(),
                member.profile().attributes());
    }

    private static Presence presence(PeerPresence presence) {
        return new Presence(
                presence.peer().value(),
                Presence.State.valueOf(presence.state().name()),
                presence.session() == null ? "" : presence.session().value());
    }

    private static Notice notice(ServerEvent.Notice notice) {
        Refusal refusal = notice.refusal();
        Notice.Builder words = Notice.builder(code(refusal.code()), refusal.message())
                .about(
                        refusal.peer() == null ? "" : refusal.peer().value(),
                        refusal.room() == null ? "" : refusal.room().value(),
                        notice.connectionId());
        if (refusal.retryAfter() != null) {
            words.retryAfterMillis(refusal.retryAfter().toMillis());
        }
        return words.build();
    }

    private static Notice.Code code(Refusal.Code code) {
        return switch (code) {
            case PEER_NOT_REGISTERED, PEER_SESSION_REPLACED -> Notice.Code.PEER_UNAVAILABLE;
            default -> Notice.Code.valueOf(code.name());
        };
    }

    private static GoAway goAway(ServerEvent.GoAway goAway) {
        boolean isStop = goAway.reason() != EndReason.SHUTDOWN;
        return new GoAway(
                isStop ? GoAway.Action.STOP : GoAway.Action.REGISTER_ANEW,
                goAway.reason().name(),
                goAway.delay().toMillis(),
                goAway.message());
    }
}

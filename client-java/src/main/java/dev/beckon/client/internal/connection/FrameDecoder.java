package dev.beckon.client.internal.connection;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import dev.beckon.client.ice.IceServer;
import dev.beckon.client.ice.IceServers;
import dev.beckon.client.internal.session.FrameHandler;
import dev.beckon.client.internal.session.GoAway;
import dev.beckon.client.internal.session.StreamListener;
import dev.beckon.client.internal.session.Welcome;
import dev.beckon.client.outcome.FieldViolation;
import dev.beckon.client.outcome.Notice;
import dev.beckon.client.room.LeaveReason;
import dev.beckon.client.room.Member;
import dev.beckon.client.room.Presence;
import dev.beckon.client.room.Room;
import dev.beckon.v1.Event;
import dev.beckon.v1.Limits;
import dev.beckon.v1.MemberUpdated;
import dev.beckon.v1.PeerJoined;
import dev.beckon.v1.PeerLeft;
import dev.beckon.v1.RoomSnapshot;
import dev.beckon.v1.ServerFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Decodes frames of the server into calls of the machine. */
final class FrameDecoder {

    private FrameDecoder() {}

    /** Passes on the events and then the ack, because the notice of a refusal comes before the ack that covers it. */
    static void decode(ServerFrame frame, StreamListener to) {
        to.onHeard();
        for (Event event : frame.getEventsList()) {
            to.onEvent(event.getSeq(), handler -> decode(event, handler));
        }
        if (frame.getAck() != 0) {
            to.onAck(frame.getAck());
        }
    }

    private static void decode(Event event, FrameHandler to) {
        switch (event.getEventCase()) {
            case WELCOME:
                to.handleWelcome(welcome(event.getWelcome()));
                break;
            case SIGNAL:
                SignalDecoder.decode(event.getSignal(), to);
                break;
            case ROOM_SNAPSHOT:
                snapshot(event.getRoomSnapshot(), to);
                break;
            case PEER_JOINED:
                joined(event.getPeerJoined(), to);
                break;
            case PEER_LEFT:
                left(event.getPeerLeft(), to);
                break;
            case MEMBER_UPDATED:
                updated(event.getMemberUpdated(), to);
                break;
            case ICE_SERVERS:
                iceServers(event.getIceServers(), to);
                break;
            case PRESENCE:
                presence(event.getPresence(), to);
                break;
            case NOTICE:
                to.handleNotice(notice(event.getNotice()), event.getNotice().getClientSeqsList());
                break;
            case GO_AWAY:
                to.handleGoAway(goAway(event.getGoAway()));
                break;
            case HEARTBEAT:
            case EVENT_NOT_SET:
            default:
                // Unknown fields of a later contract are ignored, but still show that the server is alive.
                break;
        }
    }

    private static Welcome welcome(dev.beckon.v1.Welcome welcome) {
        Limits limits = welcome.getLimits();
        return Welcome.builder(welcome.getSessionId(), welcome.getPeerId())
                .result(Names.map(welcome.getResult(), Welcome.Result.class, Welcome.Result.NEW))
                .lastClientSeq(welcome.getLastClientSeq())
                .rooms(welcome.getRoomsList())
                .maxFrameBytes(limits.getMaxFrameBytes())
                .acks(limits.getAckEveryEvents(), millis(limits.getAckInterval()))
                .heartbeats(millis(welcome.getHeartbeatInterval()), millis(welcome.getClientHeartbeatInterval()))
                .iceServers(iceServers(welcome.getIceServersList(), IceServers.NEVER))
                .build();
    }

    private static void presence(dev.beckon.v1.Presence presence, FrameHandler to) {
        Presence.State state = Names.map(presence.getState(), Presence.State.class, Presence.State.UNSPECIFIED);
        to.handlePresence(new Presence(presence.getPeerId(), state, presence.getSessionId()));
    }

    private static void snapshot(RoomSnapshot snapshot, FrameHandler to) {
        List<Member> members = new ArrayList<>();
        for (dev.beckon.v1.Member member : snapshot.getMembersList()) {
            members.add(member(member));
        }
        Room part = new Room(snapshot.getRoom(), snapshot.getVersion(), members);
        to.handleSnapshot(part, snapshot.getMore(), snapshot.getClientSeq());
    }

    private static void joined(PeerJoined joined, FrameHandler to) {
        to.handlePeerJoined(joined.getRoom(), joined.getVersion(), member(joined.getMember()));
    }

    private static void updated(MemberUpdated updated, FrameHandler to) {
        to.handleMemberUpdated(updated.getRoom(), updated.getVersion(), member(updated.getMember()));
    }

    private static void left(PeerLeft left, FrameHandler to) {
        LeaveReason reason = Names.map(left.getReason(), LeaveReason.class, LeaveReason.UNSPECIFIED);
        to.handlePeerLeft(left.getRoom(), left.getVersion(), left.getPeerId(), left.getSessionId(), reason);
    }

    private static Member member(dev.beckon.v1.Member member) {
        return new Member(
                member.getPeerId(),
                member.getSessionId(),
                Names.map(member.getState(), Member.State.class, Member.State.LIVE),
                member.getDisplayName(),
                member.getAttributesMap());
    }

    private static void iceServers(dev.beckon.v1.IceServers message, FrameHandler to) {
        long expires = message.hasExpiresAt() ? millis(message.getExpiresAt()) : IceServers.NEVER;
        to.handleIceServers(iceServers(message.getIceServersList(), expires));
    }

    private static IceServers iceServers(List<dev.beckon.v1.IceServer> messages, long expiresAtMillis) {
        List<IceServer> servers = new ArrayList<>();
        for (dev.beckon.v1.IceServer message : messages) {
            servers.add(new IceServer(message.getUrlsList(), message.getUsername(), message.getCredential()));
        }
        return new IceServers(servers, expiresAtMillis);
    }

    private static Notice notice(dev.beckon.v1.Notice message) {
        Notice.Builder notice = Notice.builder(
                        Names.map(message.getCode(), Notice.Code.class, Notice.Code.UNSPECIFIED), message.getMessage())
                .reason(Names.map(message.getReason(), Notice.Reason.class, Notice.Reason.UNSPECIFIED))
                .about(message.getPeerId(), message.getRoom(), message.getConnectionId());
        if (message.hasRetryAfter()) {
            notice.retryAfterMillis(millis(message.getRetryAfter()));
        }
        for (dev.beckon.v1.FieldViolation violation : message.getFieldViolationsList()) {
            notice.violation(new FieldViolation(violation.getField(), violation.getFound(), violation.getExpected()));
        }
        return notice.build();
    }

    private static GoAway goAway(dev.beckon.v1.GoAway message) {
        GoAway.Action action = Names.map(message.getAction(), GoAway.Action.class, GoAway.Action.RESUME);
        boolean known = message.getReason() != dev.beckon.v1.GoAway.Reason.UNRECOGNIZED
                && message.getReason() != dev.beckon.v1.GoAway.Reason.REASON_UNSPECIFIED;
        // An unknown reason is treated as SHUTDOWN.
        String reason = known ? message.getReason().name() : dev.beckon.v1.GoAway.Reason.SHUTDOWN.name();
        return new GoAway(action, reason, millis(message.getDelay()), message.getMessage());
    }

    static long millis(Duration duration) {
        return Math.max(0, TimeUnit.SECONDS.toMillis(duration.getSeconds()) + duration.getNanos() / 1_000_000);
    }

    private static long millis(Timestamp timestamp) {
        return TimeUnit.SECONDS.toMillis(timestamp.getSeconds()) + timestamp.getNanos() / 1_000_000;
    }
}

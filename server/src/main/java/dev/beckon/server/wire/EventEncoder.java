package dev.beckon.server.wire;

import dev.beckon.server.core.message.Envelope;
import dev.beckon.server.core.message.Heartbeats;
import dev.beckon.server.core.message.ServerEvent;
import dev.beckon.server.core.message.ServerEvent.Delivered;
import dev.beckon.server.core.message.ServerEvent.MemberUpdated;
import dev.beckon.server.core.message.ServerEvent.PeerJoined;
import dev.beckon.server.core.message.ServerEvent.PeerLeft;
import dev.beckon.server.core.message.ServerEvent.RoomSnapshot;
import dev.beckon.v1.Answer;
import dev.beckon.v1.Candidate;
import dev.beckon.v1.Data;
import dev.beckon.v1.EndOfCandidates;
import dev.beckon.v1.Event;
import dev.beckon.v1.GoAway;
import dev.beckon.v1.Hangup;
import dev.beckon.v1.Heartbeat;
import dev.beckon.v1.Offer;
import dev.beckon.v1.Signal;
import dev.beckon.v1.Welcome;
import java.util.List;

/** Turns what the core says into events of the contract. Stateless; callable from any thread. */
public final class EventEncoder {

    private EventEncoder() {}

    /**
     * Encodes one event: as several, if it is a large snapshot.
     *
     * @param attachmentToken credential of Send to put into a welcome, "" for none
     */
    public static List<Event> encode(ServerEvent event, String attachmentToken) {
        if (event instanceof RoomSnapshot snapshot) {
            return RoomEncoder.snapshot(snapshot).stream()
                    .map(part -> Event.newBuilder().setRoomSnapshot(part).build())
                    .toList();
        }
        return List.of(encodeOne(event, attachmentToken));
    }

    private static Event encodeOne(ServerEvent event, String attachmentToken) {
        Event.Builder encoded = Event.newBuilder();
        switch (event) {
            case Delivered delivered -> encoded.setSignal(signal(delivered));
            case ServerEvent.Welcome welcome -> encoded.setWelcome(welcome(welcome, attachmentToken));
            case RoomSnapshot snapshot -> throw new IllegalStateException("a snapshot is encoded in parts");
            case PeerJoined joined -> encoded.setPeerJoined(RoomEncoder.joined(joined));
            case PeerLeft left -> encoded.setPeerLeft(RoomEncoder.left(left));
            case MemberUpdated updated -> encoded.setMemberUpdated(RoomEncoder.updated(updated));
            case ServerEvent.Notice notice -> encoded.setNotice(NoticeEncoder.encode(notice));
            case ServerEvent.Heartbeat heartbeat -> encoded.setHeartbeat(Heartbeat.getDefaultInstance());
            case ServerEvent.GoAway goAway -> encoded.setGoAway(goAway(goAway));
        }
        return encoded.build();
    }

    private static Signal signal(Delivered delivered) {
        Envelope envelope = delivered.envelope();
        Signal.Builder signal = Signal.newBuilder()
                .setFrom(envelope.from().value())
                .setFromSessionId(envelope.fromSession().value())
                .setConnectionId(envelope.signal().connectionId());
        if (envelope.signal().room() != null) {
            signal.setRoom(envelope.signal().room().value());
        }
        SignalPayload payload = (SignalPayload) envelope.signal().payload();
        switch (payload.body()) {
            case Offer offer -> signal.setOffer(offer.toBuilder().setPolite(delivered.polite()));
            case Answer answer -> signal.setAnswer(answer);
            case Candidate candidate -> signal.setCandidate(candidate);
            case EndOfCandidates end -> signal.setEndOfCandidates(end);
            case Hangup hangup -> signal.setHangup(hangup);
            case Data data -> signal.setData(data);
            default -> throw new IllegalStateException("not a body of a signal");
        }
        return signal.build();
    }

    private static Welcome welcome(ServerEvent.Welcome welcome, String attachmentToken) {
        Welcome.Builder encoded = Welcome.newBuilder()
                .setSessionId(welcome.session().value())
                .setPeerId(welcome.peer().value())
                .setResult(Welcome.Result.NEW)
                .setAttachmentToken(attachmentToken)
                .addAllIceServers(IceEncoder.encode(welcome.iceServers()))
                .setLimits(LimitsEncoder.encode(welcome.limits()));
        Heartbeats heartbeats = welcome.heartbeat();
        if (heartbeats != null) {
            encoded.setHeartbeatInterval(Durations.encode(heartbeats.server()))
                    .setClientHeartbeatInterval(Durations.encode(heartbeats.client()));
        }
        return encoded.build();
    }

    private static GoAway goAway(ServerEvent.GoAway goAway) {
        GoAway.Builder encoded = GoAway.newBuilder();
        switch (goAway.reason()) {
            case REPLACED ->
                encoded.setReason(GoAway.Reason.REPLACED)
                        .setAction(GoAway.Action.STOP)
                        .setMessage("Another session took your peer id. Come back only if the person wants it.");
            default ->
                encoded.setReason(GoAway.Reason.SHUTDOWN)
                        .setAction(GoAway.Action.REGISTER_ANEW)
                        .setMessage("The server is going down. Say hello again, with backoff.");
        }
        return encoded.build();
    }
}

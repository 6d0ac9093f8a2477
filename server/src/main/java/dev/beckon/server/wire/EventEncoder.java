package dev.beckon.server.wire;

import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import dev.beckon.server.core.message.Envelope;
import dev.beckon.server.core.message.Liveness;
import dev.beckon.server.core.message.ServerEvent;
import dev.beckon.server.core.message.ServerEvent.AttachResult;
import dev.beckon.server.core.message.ServerEvent.Delivered;
import dev.beckon.server.core.message.ServerEvent.Delta;
import dev.beckon.server.core.message.ServerEvent.MemberUpdated;
import dev.beckon.server.core.message.ServerEvent.PeerJoined;
import dev.beckon.server.core.message.ServerEvent.PeerLeft;
import dev.beckon.server.core.message.ServerEvent.RoomSnapshot;
import dev.beckon.server.core.peer.PeerPresence;
import dev.beckon.v1.Answer;
import dev.beckon.v1.Candidate;
import dev.beckon.v1.Data;
import dev.beckon.v1.EndOfCandidates;
import dev.beckon.v1.Event;
import dev.beckon.v1.GoAway;
import dev.beckon.v1.Hangup;
import dev.beckon.v1.Heartbeat;
import dev.beckon.v1.Offer;
import dev.beckon.v1.Presence;
import dev.beckon.v1.Signal;
import dev.beckon.v1.Welcome;
import java.util.List;

/** Encodes events of the core as events of the contract. Stateless; callable from any thread. */
public final class EventEncoder {

    private EventEncoder() {}

    /**
     * Encodes one event; a large snapshot becomes several. What all members of a room receive is encoded once for all.
     *
     * @param attachmentToken credential of Send to put into a welcome, "" for none
     */
    public static List<Event> encode(ServerEvent event, String attachmentToken) {
        if (event instanceof RoomSnapshot snapshot) {
            return RoomEncoder.snapshot(snapshot).stream()
                    .map(part -> Event.newBuilder().setRoomSnapshot(part).build())
                    .toList();
        }
        return event instanceof Delta delta
                ? List.of(delta.encoding().get(Event.class, () -> ofBytes(delta)))
                : List.of(build(event, attachmentToken).build());
    }

    /** Encodes a signal or a notice with its number; 0 for none. */
    public static Event encodeTracked(long seq, ServerEvent event) {
        return build(event, "").setSeq(seq).build();
    }

    /** An event whose content is bytes: on the wire it is the same, and writing it to each stream copies them. */
    private static Event ofBytes(Delta delta) {
        return switch (delta) {
            case PeerJoined joined -> ofBytes(Event.PEER_JOINED_FIELD_NUMBER, RoomEncoder.joined(joined));
            case PeerLeft left -> ofBytes(Event.PEER_LEFT_FIELD_NUMBER, RoomEncoder.left(left));
            case MemberUpdated updated -> ofBytes(Event.MEMBER_UPDATED_FIELD_NUMBER, RoomEncoder.updated(updated));
        };
    }

    private static Event ofBytes(int field, Message content) {
        UnknownFieldSet.Field bytes = UnknownFieldSet.Field.newBuilder()
                .addLengthDelimited(content.toByteString())
                .build();
        return Event.newBuilder()
                .setUnknownFields(
                        UnknownFieldSet.newBuilder().addField(field, bytes).build())
                .build();
    }

    private static Event.Builder build(ServerEvent event, String attachmentToken) {
        Event.Builder encoded = Event.newBuilder();
        switch (event) {
            case Delivered delivered -> encoded.setSignal(signal(delivered));
            case ServerEvent.Welcome welcome -> encoded.setWelcome(welcome(welcome, attachmentToken));
            case RoomSnapshot snapshot -> throw new IllegalStateException("a snapshot is encoded in parts");
            case Delta delta -> throw new IllegalStateException("what all are told is encoded once");
            case ServerEvent.Notice notice -> encoded.setNotice(NoticeEncoder.encode(notice));
            case ServerEvent.Heartbeat heartbeat -> encoded.setHeartbeat(Heartbeat.getDefaultInstance());
            case ServerEvent.GoAway goAway -> encoded.setGoAway(goAway(goAway));
            case ServerEvent.PresenceChanged(PeerPresence presence) -> encoded.setPresence(presence(presence));
        }
        return encoded;
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
                .setSessionId(welcome.registration().session().value())
                .setPeerId(welcome.registration().peer().value())
                .setResult(result(welcome.result()))
                .setAttachmentToken(attachmentToken)
                .setLastClientSeq(welcome.lastClientSeq())
                .addAllIceServers(IceEncoder.encode(welcome.iceServers()))
                .setLimits(LimitsEncoder.encode(welcome.limits(), welcome.liveness() != null));
        Liveness liveness = welcome.liveness();
        if (liveness != null) {
            encoded.setHeartbeatInterval(Durations.encode(liveness.heartbeats().server()))
                    .setClientHeartbeatInterval(
                            Durations.encode(liveness.heartbeats().client()))
                    .setResumeWindow(Durations.encode(liveness.resumeWindow()));
        }
        if (welcome.tokenExpiresAt() != null) {
            encoded.setTokenExpiresAt(Durations.encode(welcome.tokenExpiresAt()));
        }
        welcome.rooms().forEach(room -> encoded.addRooms(room.value()));
        return encoded.build();
    }

    private static Welcome.Result result(AttachResult result) {
        return switch (result) {
            case NEW -> Welcome.Result.NEW;
            case LOSSLESS -> Welcome.Result.LOSSLESS;
            case RESYNC -> Welcome.Result.RESYNC;
        };
    }

    private static Presence presence(PeerPresence presence) {
        Presence.Builder encoded = Presence.newBuilder()
                .setPeerId(presence.peer().value())
                .setState(
                        switch (presence.state()) {
                            case OFFLINE -> Presence.State.OFFLINE;
                            case LIVE -> Presence.State.LIVE;
                            case AWAY -> Presence.State.AWAY;
                        });
        if (presence.session() != null) {
            encoded.setSessionId(presence.session().value());
        }
        return encoded.build();
    }

    private static GoAway goAway(ServerEvent.GoAway goAway) {
        GoAway.Builder encoded = GoAway.newBuilder();
        switch (goAway.reason()) {
            case REPLACED ->
                encoded.setReason(GoAway.Reason.REPLACED)
                        .setAction(GoAway.Action.STOP)
                        .setMessage("Another session took your peer id. Reconnect only if the user wants to.");
            case TAKEN_OVER ->
                encoded.setReason(GoAway.Reason.TAKEN_OVER)
                        .setAction(GoAway.Action.STOP)
                        .setMessage("A newer stream of your session took over. This one is over.");
            case DISCONNECTED ->
                encoded.setReason(GoAway.Reason.DISCONNECTED)
                        .setAction(GoAway.Action.STOP)
                        .setMessage("You were disconnected by the app. Reconnect only if the user wants to.");
            default ->
                encoded.setReason(GoAway.Reason.SHUTDOWN)
                        .setAction(GoAway.Action.REGISTER_ANEW)
                        .setMessage("The server is shutting down. Say hello again after the delay, with backoff.");
        }
        if (!goAway.delay().isZero()) {
            encoded.setDelay(Durations.encode(goAway.delay()));
        }
        if (!goAway.deadline().isZero()) {
            encoded.setDeadline(Durations.encode(goAway.deadline()));
        }
        if (!goAway.message().isEmpty()) {
            encoded.setMessage(goAway.message());
        }
        return encoded.build();
    }
}

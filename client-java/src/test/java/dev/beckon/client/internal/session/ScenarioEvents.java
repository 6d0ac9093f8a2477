package dev.beckon.client.internal.session;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.beckon.client.outcome.Notice;
import dev.beckon.client.room.LeaveReason;
import dev.beckon.client.room.Member;
import dev.beckon.client.room.MemberUpdate;
import dev.beckon.client.room.Presence;
import dev.beckon.client.room.Room;
import dev.beckon.client.signal.Address;
import dev.beckon.client.signal.Data;
import dev.beckon.client.signal.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a scenario's server says, as calls of a stream's listener. */
final class ScenarioEvents {

    private ScenarioEvents() {}

    static void receive(JsonObject message, ScenarioWorld.FakeStream on) {
        StreamListener to = on.listener;
        to.onHeard();
        for (JsonElement element : array(message, "events")) {
            JsonObject event = element.getAsJsonObject();
            to.onEvent(number(event, "seq", 0), handler -> tell(event, on, handler));
        }
        if (message.has("ack")) {
            to.onAck(message.get("ack").getAsLong());
        }
    }

    static void welcome(JsonObject fields, StreamListener to) {
        List<String> rooms = new ArrayList<>();
        array(fields, "rooms").forEach(room -> rooms.add(room.getAsString()));
        Welcome welcome = Welcome.builder(fields.get("session").getAsString(), "alice")
                .result(Welcome.Result.valueOf(text(fields, "result", "NEW")))
                .lastClientSeq(number(fields, "last_client_seq", 0))
                .rooms(rooms)
                .maxFrameBytes((int) number(fields, "max_frame_bytes", 0))
                .acks((int) number(fields, "ack_every_events", 32), number(fields, "ack_interval_ms", 1000))
                .heartbeats(
                        number(fields, "heartbeat_interval_ms", 0), number(fields, "client_heartbeat_interval_ms", 0))
                .build();
        to.onHeard();
        to.onEvent(0, handler -> handler.handleWelcome(welcome));
    }

    /** A change of one attribute. */
    static MemberUpdate update(JsonObject attributes) {
        String key = attributes.keySet().iterator().next();
        return MemberUpdate.attribute(key, attributes.get(key).getAsString());
    }

    static StreamEnd status(JsonObject status) {
        String code = status.get("code").getAsString();
        if (code.equals("OK")) {
            return StreamEnd.completed();
        }
        return StreamEnd.failed(code, text(status, "reason", ""), "", number(status, "retry_after_ms", 0), null);
    }

    private static void tell(JsonObject event, ScenarioWorld.FakeStream on, FrameHandler to) {
        String kind = event.keySet().stream()
                .filter(key -> !key.equals("seq"))
                .findFirst()
                .orElseThrow();
        switch (kind) {
            case "signal" ->
                to.handleSignal(
                        new Signal(Address.peer("bob").session("s-bob"), Data.text("", text(event, "signal", ""))));
            case "presence" ->
                to.handlePresence(new Presence(
                        text(event, "presence", ""), Presence.State.valueOf(text(event, "state", "")), ""));
            case "notice" -> {
                List<Long> about = new ArrayList<>();
                array(event, "about").forEach(seq -> about.add(seq.getAsLong()));
                to.handleNotice(
                        Notice.builder(Notice.Code.valueOf(text(event, "notice", "")), "")
                                .retryAfterMillis(number(event, "retry_after_ms", -1))
                                .build(),
                        about);
            }
            case "go_away" ->
                to.handleGoAway(new GoAway(
                        GoAway.Action.valueOf(text(event, "go_away", "")),
                        text(event, "reason", ""),
                        number(event, "delay_ms", 0),
                        ""));
            case "heartbeat" -> {
                // Being heard is all that it says.
            }
            default -> tellOfRoom(kind, event, on, to);
        }
    }

    private static void tellOfRoom(String kind, JsonObject event, ScenarioWorld.FakeStream on, FrameHandler to) {
        switch (kind) {
            case "snapshot" -> {
                List<Member> members = new ArrayList<>();
                array(event, "members").forEach(peer -> members.add(member(peer.getAsString(), "LIVE")));
                String room = text(event, "snapshot", "");
                long answered = number(event, "client_seq", on.joins.getOrDefault(room, 0L));
                to.handleSnapshot(new Room(room, version(event), members), false, answered);
            }
            case "joined" ->
                to.handlePeerJoined(room(event), version(event), member(text(event, "joined", ""), "LIVE"));
            case "updated" ->
                to.handleMemberUpdated(
                        room(event), version(event), member(text(event, "updated", ""), text(event, "state", "")));
            case "left" ->
                to.handlePeerLeft(
                        room(event),
                        version(event),
                        text(event, "left", ""),
                        text(event, "session", "s-" + text(event, "left", "")),
                        LeaveReason.valueOf(text(event, "reason", "LEFT")));
            default -> throw new AssertionError("event of an unknown kind: " + event);
        }
    }

    private static Member member(String peerId, String state) {
        return new Member(peerId, "s-" + peerId, Member.State.valueOf(state), "", Map.of());
    }

    private static String room(JsonObject event) {
        return text(event, "room", "");
    }

    private static long version(JsonObject event) {
        return event.get("version").getAsLong();
    }

    static String text(JsonObject object, String name, String fallback) {
        return object.has(name) ? object.get(name).getAsString() : fallback;
    }

    static long number(JsonObject object, String name, long fallback) {
        return object.has(name) ? object.get(name).getAsLong() : fallback;
    }

    static JsonArray array(JsonObject object, String name) {
        return object.has(name) ? object.getAsJsonArray(name) : new JsonArray();
    }
}

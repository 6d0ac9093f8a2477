package dev.beckon.client.internal.session;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.beckon.client.ice.IceServers;
import dev.beckon.client.outcome.Notice;
import dev.beckon.client.outcome.SendResult;
import dev.beckon.client.room.LeaveReason;
import dev.beckon.client.room.Member;
import dev.beckon.client.room.MemberUpdate;
import dev.beckon.client.room.Presence;
import dev.beckon.client.room.Room;
import dev.beckon.client.signal.Address;
import dev.beckon.client.signal.Data;
import dev.beckon.client.signal.Signal;
import dev.beckon.client.signal.SignalBody;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The world around a machine in a scenario: writes down what follows from an input, in the words of the scenarios. */
final class ScenarioWorld implements ClientPort {

    /** A stream that the machine opened. */
    final class FakeStream implements Stream {
        final StreamListener listener;
        /** The number of the newest join of each room. */
        final Map<String, Long> joins = new HashMap<>();

        boolean writable = true;
        boolean dropped;

        FakeStream(StreamListener listener) {
            this.listener = listener;
        }

        @Override
        public boolean isReady() {
            return writable;
        }

        @Override
        public boolean isReading() {
            return true;
        }

        @Override
        public void send(long seq, long ack, Outgoing frame) {
            if (frame.joinedRoom() != null) {
                joins.put(frame.joinedRoom(), seq);
            }
            JsonObject sent = frame.accept(new FrameWords());
            setIfNotZero(sent, "seq", seq);
            setIfNotZero(sent, "ack", ack);
            add("sends", sent);
        }

        @Override
        public void check() {
            then.addProperty("checks", true);
        }

        @Override
        public void drop() {
            dropped = true;
            then.addProperty("drops", true);
        }
    }

    final Deque<Runnable> callbacks = new ArrayDeque<>();
    final List<FakeStream> streams = new ArrayList<>();
    final List<String> keys = new ArrayList<>();
    private final Map<String, Integer> hellos = new HashMap<>();

    @Nullable
    String why;

    private JsonObject then = new JsonObject();

    /** What followed since the last call. */
    JsonObject take() {
        JsonObject taken = then;
        then = new JsonObject();
        return taken;
    }

    FakeStream stream() {
        return streams.get(streams.size() - 1);
    }

    void add(String list, JsonElement what) {
        if (!then.has(list)) {
            then.add(list, new JsonArray());
        }
        then.getAsJsonArray(list).add(what);
    }

    void result(String what, SendResult result) {
        JsonArray pair = new JsonArray();
        pair.add(what);
        Notice notice = result.notice();
        String words = result.status().name();
        if (result.status() == SendResult.Status.REFUSED) {
            words += " " + Objects.requireNonNull(notice).code();
        }
        if (result.notSentReason() != null) {
            words += " " + result.notSentReason();
        }
        pair.add(words);
        add("results", pair);
    }

    static JsonObject words(Object... namesAndValues) {
        JsonObject words = new JsonObject();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            words.addProperty((String) namesAndValues[i], namesAndValues[i + 1].toString());
        }
        return words;
    }

    private static void setIfNotZero(JsonObject object, String name, long value) {
        if (value != 0) {
            object.addProperty(name, value);
        }
    }

    /** The first key that is seen is "A", the next one "B". */
    private String keyName(byte[] key) {
        String hex = HexFormat.of().formatHex(key);
        if (!keys.contains(hex)) {
            keys.add(hex);
        }
        return String.valueOf((char) ('A' + keys.indexOf(hex)));
    }

    static String nameOf(Submission submission) {
        return submission.frame().accept(new ResultName());
    }

    @Override
    public void onPhase(Phase phase, @Nullable StreamEnd end) {
        why = end == null ? why : end.reason();
    }

    @Override
    public Stream open(Hello hello, StreamListener listener) {
        JsonObject words = new JsonObject();
        words.addProperty("key", keyName(hello.key()));
        if (hello.replacedKey().length > 0) {
            words.addProperty("replaces", keyName(hello.replacedKey()));
        }
        if (!hello.sessionId().isEmpty()) {
            words.addProperty("session", hello.sessionId());
        }
        setIfNotZero(words, "last_seq", hello.lastSeq());
        if (hello.attempt() != hellos.merge(keyName(hello.key()), 1, Integer::sum)) {
            words.addProperty("attempt", hello.attempt());
        }
        if (hello.accessToken() != null) {
            words.addProperty("token", hello.accessToken());
        }
        if (then.has("hello")) {
            throw new AssertionError("two hellos in one step");
        }
        then.add("hello", words);
        FakeStream stream = new FakeStream(listener);
        streams.add(stream);
        return stream;
    }

    @Override
    public void fetchToken() {
        then.addProperty("asks_token", true);
    }

    @Override
    public void whenHandled(Runnable done) {
        callbacks.add(done);
    }

    @Override
    public void onSession(String sessionId, Welcome.Result result) {
        add("tells", words("session", sessionId, "result", result));
    }

    @Override
    public void onSettled(Submission submission, SendResult result) {
        submission.callback().onResult(result);
        result(nameOf(submission), result);
    }

    @Override
    public void onTakenFailed(Submission submission, SendResult result) {
        result(nameOf(submission), result);
    }

    @Override
    public void onSignal(Signal signal) {
        add("tells", words("signal", Objects.requireNonNull(((Data) signal.body()).text())));
    }

    @Override
    public void onRoomSnapshot(Room room) {
        JsonObject told = words("room", room.name());
        JsonArray members = new JsonArray();
        room.members().forEach(member -> members.add(member.peerId()));
        told.add("members", members);
        add("tells", told);
    }

    @Override
    public void onPeerJoined(Room room, Member member) {
        add("tells", words("joined", member.peerId(), "room", room.name()));
    }

    @Override
    public void onPeerLeft(Room room, Member member, LeaveReason reason) {
        add("tells", words("left", member.peerId(), "room", room.name()));
    }

    @Override
    public void onMemberUpdated(Room room, Member member) {
        add("tells", words("updated", member.peerId(), "state", member.state(), "room", room.name()));
    }

    @Override
    public void onRoomLeft(String room, LeaveReason reason) {
        add("tells", words("room_over", room));
    }

    @Override
    public void onRoomLost(String room, Notice notice) {
        add("tells", words("room_lost", room, "code", notice.code()));
    }

    @Override
    public void onPresence(Presence presence) {
        add("tells", words("presence", presence.peerId(), "state", presence.state()));
    }

    @Override
    public void onIceServers(IceServers iceServers) {
        // Not a matter of the scenarios.
    }

    @Override
    public void onNotice(Notice notice) {
        add("tells", words("notice", notice.code()));
    }

    /** The name under which a scenario knows the result of a frame. */
    private static final class ResultName implements Outgoing.Visitor<String> {
        @Override
        public String visitSignal(Address to, SignalBody body) {
            return Objects.requireNonNull(((Data) body).text()).trim();
        }

        @Override
        public String visitJoin(String room) {
            return "join " + room;
        }

        @Override
        public String visitLeave(String room) {
            return "leave " + room;
        }

        @Override
        public String visitUpdate(MemberUpdate update) {
            return "update";
        }

        @Override
        public String visitWatch(List<String> peerIds) {
            return "watch";
        }

        @Override
        public String visitRefreshToken(String accessToken) {
            throw new AssertionError("the result of a frame of the library's own was told");
        }

        @Override
        public String visitControl(Outgoing.Control control) {
            throw new AssertionError("a frame without a number has no result");
        }
    }

    /** A frame on the stream, without its numbers. */
    private static final class FrameWords implements Outgoing.Visitor<JsonObject> {
        @Override
        public JsonObject visitSignal(Address to, SignalBody body) {
            return words("signal", Objects.requireNonNull(((Data) body).text()).trim());
        }

        @Override
        public JsonObject visitJoin(String room) {
            return words("join_room", room);
        }

        @Override
        public JsonObject visitLeave(String room) {
            return words("leave_room", room);
        }

        @Override
        public JsonObject visitUpdate(MemberUpdate update) {
            JsonObject attributes = new JsonObject();
            update.attributes().forEach(attributes::addProperty);
            JsonObject words = new JsonObject();
            words.add("update_member", attributes);
            return words;
        }

        @Override
        public JsonObject visitWatch(List<String> peerIds) {
            JsonObject words = new JsonObject();
            JsonArray peers = new JsonArray();
            peerIds.forEach(peers::add);
            words.add("watch_presence", peers);
            return words;
        }

        @Override
        public JsonObject visitRefreshToken(String accessToken) {
            return words("refresh_token", accessToken);
        }

        @Override
        public JsonObject visitControl(Outgoing.Control control) {
            JsonObject words = new JsonObject();
            if (control != Outgoing.Control.ACK) {
                words.addProperty(control == Outgoing.Control.BYE ? "bye" : "heartbeat", true);
            }
            return words;
        }
    }
}

package dev.beckon.client.internal.session;

import dev.beckon.client.ice.IceServers;
import dev.beckon.client.outcome.Notice;
import dev.beckon.client.outcome.SendResult;
import dev.beckon.client.room.LeaveReason;
import dev.beckon.client.room.Member;
import dev.beckon.client.room.Room;
import dev.beckon.client.signal.Address;
import dev.beckon.client.signal.Data;
import dev.beckon.client.signal.Signal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The world around a session: what it wrote, what it reported, and whether it may write. */
final class SessionLog implements SessionEvents, FrameSink {

    record Written(long seq, Outgoing frame) {}

    final List<Written> written = new ArrayList<>();
    final List<String> events = new ArrayList<>();
    final Map<String, Room> rooms = new LinkedHashMap<>();
    final Map<Submission, List<SendResult>> results = new HashMap<>();
    final WantedRooms wanted = new WantedRooms();
    final Profile profile = new Profile("", Collections.emptyMap());
    boolean ready = true;

    Session session() {
        Session session = new Session(this, wanted, profile);
        session.attach(this);
        return session;
    }

    static Welcome welcome(String sessionId) {
        return new Welcome(sessionId, "me", 524_288, new IceServers(Collections.emptyList(), IceServers.NEVER));
    }

    static Submission message(String text) {
        return submission(Outgoing.signal(Address.peer("bob"), Data.text("", text)));
    }

    static Submission submission(Outgoing frame) {
        return new Submission(frame, result -> {});
    }

    static Member member(String peerId) {
        return new Member(peerId, "s-" + peerId, Member.State.LIVE, "", Collections.emptyMap());
    }

    static Notice refusal(Notice.Code code) {
        return Notice.builder(code, "refused").build();
    }

    @Nullable
    SendResult result(Submission submission) {
        List<SendResult> all = results.getOrDefault(submission, List.of());
        if (all.size() > 1) {
            throw new AssertionError("results: " + all + " (expected: one)");
        }
        return all.isEmpty() ? null : all.get(0);
    }

    long joins(String room) {
        return written.stream()
                .filter(write -> room.equals(write.frame().joinedRoom()))
                .count();
    }

    @Override
    public boolean isReady() {
        return ready;
    }

    @Override
    public void send(long seq, Outgoing frame) {
        written.add(new Written(seq, frame));
    }

    @Override
    public void onStarted(String sessionId) {
        events.add("started " + sessionId);
    }

    @Override
    public void onSettled(Submission submission, SendResult result) {
        results.computeIfAbsent(submission, key -> new ArrayList<>()).add(result);
        result(submission);
    }

    @Override
    public void onSignal(Signal signal) {
        events.add("signal " + signal.from());
    }

    @Override
    public void onRoomSnapshot(Room room) {
        rooms.put(room.name(), room);
        events.add("snapshot " + room.version());
    }

    @Override
    public void onPeerJoined(Room room, Member member) {
        rooms.put(room.name(), room);
        events.add("joined " + member.peerId() + " " + room.version());
    }

    @Override
    public void onPeerLeft(Room room, Member member, LeaveReason reason) {
        rooms.put(room.name(), room);
        events.add("left " + member.peerId() + " " + reason + " " + room.version());
    }

    @Override
    public void onMemberUpdated(Room room, Member member) {
        rooms.put(room.name(), room);
        events.add("updated " + member.peerId() + " " + room.version());
    }

    @Override
    public void onRoomLeft(String room, LeaveReason reason) {
        events.add("room left " + room + " " + reason);
    }

    @Override
    public void onRoomLost(String room, Notice notice) {
        events.add("room lost " + room + " " + notice.code());
    }

    @Override
    public void onIceServers(IceServers iceServers) {
        events.add("ice");
    }

    @Override
    public void onNotice(Notice notice) {
        events.add("notice " + notice.code());
    }

    @Override
    public void onGoAway(GoAway goAway) {
        events.add("go away " + goAway.reason());
    }
}

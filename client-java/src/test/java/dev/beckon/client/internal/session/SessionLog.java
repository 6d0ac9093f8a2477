package dev.beckon.client.internal.session;

import dev.beckon.client.ice.IceServers;
import dev.beckon.client.outcome.Notice;
import dev.beckon.client.outcome.SendResult;
import dev.beckon.client.room.LeaveReason;
import dev.beckon.client.room.Member;
import dev.beckon.client.room.Presence;
import dev.beckon.client.room.Room;
import dev.beckon.client.signal.Address;
import dev.beckon.client.signal.Data;
import dev.beckon.client.signal.Signal;
import dev.beckon.client.testing.ManualTimers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The world around a machine: what it wrote, what it told, and whether it may write. */
final class SessionLog implements ClientPort, Stream {

    record Written(long seq, Outgoing frame) {}

    final List<Written> written = new ArrayList<>();
    final List<String> events = new ArrayList<>();
    final Map<String, Room> rooms = new LinkedHashMap<>();
    final Map<Submission, List<SendResult>> results = new HashMap<>();
    final Profile profile = new Profile("", Collections.emptyMap());
    boolean ready = true;

    final ManualTimers time = new ManualTimers(0);
    final ClientMachine machine = new ClientMachine(
            this, time, new MachineSettings(profile, attempt -> 0, () -> new byte[16], 10_000, false));

    @Nullable
    StreamListener listener;

    /** The stream that the machine opened last. */
    StreamListener listener() {
        return Objects.requireNonNull(listener);
    }

    /** The server tells an event without a seq. */
    void tell(StreamListener.Event event) {
        listener().onEvent(0, event);
    }

    /** The server welcomes the client to a session. */
    void welcome(String sessionId) {
        if (machine.phase() == Phase.IDLE) {
            machine.connect();
        }
        tell(to -> to.handleWelcome(
                Welcome.builder(sessionId, "me").maxFrameBytes(524_288).build()));
    }

    /** The stream breaks, and the machine opens another one. */
    void lose() {
        listener().onEnd(StreamEnd.failed("UNAVAILABLE", "", "", 0, null));
        time.advance(0);
    }

    boolean isFlushed(Submission... submissions) {
        return List.of(submissions).stream()
                .allMatch(submission -> written.stream().anyMatch(write -> write.frame() == submission.frame()));
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
    public boolean isReading() {
        return true;
    }

    @Override
    public void send(long seq, long ack, Outgoing frame) {
        written.add(new Written(seq, frame));
    }

    @Override
    public void check() {
        throw new AssertionError("nobody asked for a check");
    }

    @Override
    public void drop() {
        events.add("dropped");
    }

    @Override
    public void onPhase(Phase phase, @Nullable StreamEnd why) {
        events.add(phase.name());
    }

    @Override
    public Stream open(Hello hello, StreamListener newListener) {
        listener = newListener;
        return this;
    }

    @Override
    public void fetchToken() {
        throw new AssertionError("there is no provider");
    }

    @Override
    public void whenHandled(Runnable done) {
        throw new AssertionError("no event has a seq");
    }

    @Override
    public void onSession(String sessionId, Welcome.Result result) {
        events.add("session " + sessionId + " " + result);
    }

    @Override
    public void onTakenFailed(Submission submission, SendResult result) {
        events.add("failed after all " + result.status());
    }

    @Override
    public void onPresence(Presence presence) {
        events.add("presence " + presence);
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
}

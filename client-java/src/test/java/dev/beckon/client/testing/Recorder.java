package dev.beckon.client.testing;

import dev.beckon.client.SignalingException;
import dev.beckon.client.SignalingListener;
import dev.beckon.client.State;
import dev.beckon.client.ice.IceServers;
import dev.beckon.client.outcome.Notice;
import dev.beckon.client.outcome.SendCallback;
import dev.beckon.client.outcome.SendResult;
import dev.beckon.client.room.LeaveReason;
import dev.beckon.client.room.Member;
import dev.beckon.client.room.Presence;
import dev.beckon.client.room.Room;
import dev.beckon.client.signal.Address;
import dev.beckon.client.signal.Answer;
import dev.beckon.client.signal.Candidate;
import dev.beckon.client.signal.Data;
import dev.beckon.client.signal.EndOfCandidates;
import dev.beckon.client.signal.Hangup;
import dev.beckon.client.signal.Offer;
import dev.beckon.client.signal.Signal;
import dev.beckon.client.signal.SignalBody;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Remembers every call in order, results of messages too, and hands them to the test one by one. */
public class Recorder implements SignalingListener {

    /** One call. */
    public sealed interface Call {}

    public record StateChanged(State state, @Nullable SignalingException why) implements Call {}

    public record SessionStarted(String sessionId) implements Call {}

    public record SessionResumed(String sessionId) implements Call {}

    public record SessionLost() implements Call {}

    public record PresenceSeen(Presence presence) implements Call {}

    public record Ice(IceServers iceServers) implements Call {}

    public record Heard(Signal signal) implements Call {}

    public record Snapshot(Room room) implements Call {}

    public record Joined(Room room, Member member) implements Call {}

    public record Left(Room room, Member member, LeaveReason reason) implements Call {}

    public record Updated(Room room, Member member) implements Call {}

    public record SelfLeft(String room, LeaveReason reason) implements Call {}

    public record Lost(String room, Notice notice) implements Call {}

    public record Failed(Address to, SignalBody body, SendResult result) implements Call {}

    public record Ready() implements Call {}

    public record Noticed(Notice notice) implements Call {}

    public record Result(String name, SendResult result) implements Call {}

    private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();
    private final BlockingQueue<Result> results = new LinkedBlockingQueue<>();
    private final List<Call> all = new CopyOnWriteArrayList<>();

    /** A callback whose result is remembered under this name. */
    public SendCallback result(String name) {
        return result -> {
            Result named = new Result(name, result);
            all.add(named);
            results.add(named);
        };
    }

    /** The next call of this type; those before it are skipped. */
    public <T extends Call> T next(Class<T> type) {
        return next(type, call -> true);
    }

    /** The next call of this type that the test is for; those before it are skipped. */
    public <T extends Call> T next(Class<T> type, Predicate<T> wanted) {
        while (true) {
            Call call = Await.next(calls, () -> type.getSimpleName() + " after " + all);
            if (type.isInstance(call) && wanted.test(type.cast(call))) {
                return type.cast(call);
            }
        }
    }

    public StateChanged awaitState(State state) {
        return next(StateChanged.class, call -> call.state() == state);
    }

    /** The result of this name; earlier results are skipped, other calls are not. */
    public SendResult awaitResult(String name) {
        while (true) {
            Result next = Await.next(results, () -> "the result of " + name + " after " + all);
            if (next.name().equals(name)) {
                return next.result();
            }
        }
    }

    /** All calls so far. */
    public List<Call> all() {
        return List.copyOf(all);
    }

    protected void record(Call call) {
        all.add(call);
        calls.add(call);
    }

    @Override
    public void onReady() {
        record(new Ready());
    }

    @Override
    public void onStateChanged(State state, @Nullable SignalingException why) {
        record(new StateChanged(state, why));
    }

    @Override
    public void onSessionStarted(String sessionId) {
        record(new SessionStarted(sessionId));
    }

    @Override
    public void onSessionResumed(String sessionId) {
        record(new SessionResumed(sessionId));
    }

    @Override
    public void onSessionLost() {
        record(new SessionLost());
    }

    @Override
    public void onPresence(Presence presence) {
        record(new PresenceSeen(presence));
    }

    @Override
    public void onIceServers(IceServers iceServers) {
        record(new Ice(iceServers));
    }

    @Override
    public void onOffer(Signal signal, Offer offer) {
        record(new Heard(signal));
    }

    @Override
    public void onAnswer(Signal signal, Answer answer) {
        record(new Heard(signal));
    }

    @Override
    public void onCandidate(Signal signal, Candidate candidate) {
        record(new Heard(signal));
    }

    @Override
    public void onEndOfCandidates(Signal signal, EndOfCandidates endOfCandidates) {
        record(new Heard(signal));
    }

    @Override
    public void onHangup(Signal signal, Hangup hangup) {
        record(new Heard(signal));
    }

    @Override
    public void onData(Signal signal, Data data) {
        record(new Heard(signal));
    }

    @Override
    public void onRoomSnapshot(Room room) {
        record(new Snapshot(room));
    }

    @Override
    public void onPeerJoined(Room room, Member member) {
        record(new Joined(room, member));
    }

    @Override
    public void onPeerLeft(Room room, Member member, LeaveReason reason) {
        record(new Left(room, member, reason));
    }

    @Override
    public void onMemberUpdated(Room room, Member member) {
        record(new Updated(room, member));
    }

    @Override
    public void onRoomLeft(String room, LeaveReason reason) {
        record(new SelfLeft(room, reason));
    }

    @Override
    public void onRoomLost(String room, Notice notice) {
        record(new Lost(room, notice));
    }

    @Override
    public void onSendFailed(Address to, SignalBody body, SendResult result) {
        record(new Failed(to, body, result));
    }

    @Override
    public void onNotice(Notice notice) {
        record(new Noticed(notice));
    }
}

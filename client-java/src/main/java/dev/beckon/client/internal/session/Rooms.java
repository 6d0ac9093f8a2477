package dev.beckon.client.internal.session;

import dev.beckon.client.outcome.Notice;
import dev.beckon.client.outcome.SendResult;
import dev.beckon.client.room.LeaveReason;
import dev.beckon.client.room.Member;
import dev.beckon.client.room.Room;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rooms that the app has joined, independent of the session: each new session joins them again, and a resumed
 * session gets new snapshots of them.
 *
 * <p>Owned by its session. Bounded: a room is added only if the server accepts the join, and it allows only a few.
 */
final class Rooms {

    private final SessionEvents events;
    private final Outbox outbox;
    private final Timers timers;
    private final Runnable pump;

    // per client
    private final Set<String> entered = new LinkedHashSet<>();

    // per session
    private final Map<String, RoomView> views = new LinkedHashMap<>();
    private final Map<String, Timers.Timer> retries = new LinkedHashMap<>();
    /** The server had decided frames up to this seq when the session was resumed. */
    private long decidedSeq;

    Rooms(SessionEvents events, Outbox outbox, Timers timers, Runnable pump) {
        this.events = events;
        this.outbox = outbox;
        this.timers = timers;
        this.pump = pump;
    }

    /** Returns whether this peer is known not to be in the room yet and the join will be repeated later. */
    boolean isTried(String room) {
        return retries.containsKey(room);
    }

    /** The app wants to leave. Returns whether the server may have this peer as a member. */
    boolean onLeaveAsked(String room) {
        boolean wasEntered = entered.remove(room);
        Timers.Timer retry = retries.remove(room);
        if (retry != null) {
            retry.cancel();
            return outbox.isInFlight(joins(room));
        }
        return wasEntered || views.containsKey(room) || outbox.isInFlight(joins(room));
    }

    /** Returns the joins that a new session starts with. */
    List<Submission> rejoins() {
        List<Submission> rejoins = new ArrayList<>();
        for (String room : entered) {
            rejoins.add(Submission.ofLibrary(Outgoing.join(room)));
        }
        return rejoins;
    }

    /** The session was resumed and is in these rooms: that is the outcome of all frames up to {@code lastClientSeq}. */
    void onResumed(List<String> listed, long lastClientSeq) {
        decidedSeq = lastClientSeq;
        Set<String> over = new LinkedHashSet<>(entered);
        over.addAll(views.keySet());
        over.removeAll(listed);
        over.removeAll(retries.keySet());
        for (String room : over) {
            boolean known = views.remove(room) != null;
            if (known || !outbox.has(joins(room))) {
                entered.remove(room);
                LeaveReason reason = outbox.has(leaves(room)) ? LeaveReason.LEFT : LeaveReason.UNSPECIFIED;
                events.onRoomLeft(room, reason);
            }
        }
    }

    /** The session is lost; its rooms will be joined again. */
    void onSessionLost() {
        views.clear();
        for (Timers.Timer retry : retries.values()) {
            retry.cancel();
        }
        retries.clear();
        decidedSeq = 0;
    }

    /** The client stops: no room is joined again. */
    void clear() {
        onSessionLost();
        entered.clear();
    }

    void onSnapshot(Room part, boolean more, long clientSeq) {
        RoomView view = views.get(part.name());
        if (view == null) {
            view = new RoomView();
            views.put(part.name(), view);
        }
        Room whole = view.onSnapshot(part, more);
        if (whole == null) {
            return;
        }
        if (!isLeaving(whole.name())) {
            entered.add(whole.name());
        }
        events.onRoomSnapshot(whole);
        outbox.take(joins(whole.name()), Math.max(clientSeq, decidedSeq));
    }

    void onPeerJoined(String room, long version, Member member) {
        RoomView view = views.get(room);
        Room before = next(room, view, version);
        if (view != null && before != null) {
            events.onPeerJoined(view.with(before, version, member), member);
        }
    }

    void onMemberUpdated(String room, long version, Member member) {
        RoomView view = views.get(room);
        Room before = next(room, view, version);
        if (view != null && before != null) {
            events.onMemberUpdated(view.with(before, version, member), member);
        }
    }

    void onPeerLeft(String room, long version, String leaver, LeaveReason reason) {
        RoomView view = views.get(room);
        Room before = next(room, view, version);
        if (view == null || before == null) {
            return;
        }
        Member gone = before.member(leaver);
        Room after = view.without(before, version, leaver);
        if (gone != null) {
            events.onPeerLeft(after, gone, reason);
        }
    }

    /** No more deltas follow, so this applies whatever version the view has. */
    void onSelfLeft(String room, LeaveReason reason) {
        views.remove(room);
        if (!outbox.hasOfApp(joins(room))) {
            // Otherwise the app has already joined again after it left.
            entered.remove(room);
        }
        events.onRoomLeft(room, reason);
    }

    /** Returns the room before this delta, or null if the delta does not apply. A gap is answered by joining again. */
    private @Nullable Room next(String room, @Nullable RoomView view, long version) {
        if (view == null) {
            return null;
        }
        RoomView.Step step = view.onDelta(version);
        if (step == RoomView.Step.GAP) {
            outbox.add(Submission.ofLibrary(Outgoing.join(room)));
            pump.run();
        }
        return step == RoomView.Step.NEXT ? view.current() : null;
    }

    void onJoinSettled(Submission join, String room, SendResult result) {
        RoomView view = views.get(room);
        Notice refusal = result.notice();
        if (result.isTaken() && !join.isOfLibrary() && !isLeaving(room)) {
            entered.add(room);
        }
        // A repeated join of a room that this peer is in (for a new snapshot) may also be refused; this changes
        // nothing.
        if (refusal != null && (view == null || view.current() == null)) {
            onRefused(join, room, refusal);
        }
        if (!join.isOfLibrary()) {
            events.onSettled(join, result);
        }
    }

    private void onRefused(Submission join, String room, Notice refusal) {
        views.remove(room);
        if (join.isOfLibrary() && PassingRefusal.is(refusal)) {
            if (entered.contains(room)) {
                retryLater(room, PassingRefusal.delayMillis(refusal));
            }
            return;
        }
        boolean wasIn = entered.remove(room);
        if (join.isOfLibrary() && wasIn) {
            events.onRoomLost(room, refusal);
        }
    }

    private void retryLater(String room, long delay) {
        Timers.Timer earlier = retries.put(room, timers.schedule(() -> retry(room), delay));
        if (earlier != null) {
            earlier.cancel();
        }
    }

    private void retry(String room) {
        retries.remove(room);
        outbox.add(Submission.ofLibrary(Outgoing.join(room)));
        pump.run();
    }

    /** Returns whether the app's last undecided frame about the room is a leave. */
    private boolean isLeaving(String room) {
        Outgoing last = outbox.latest(frame -> room.equals(frame.joinedRoom()) || room.equals(frame.leftRoom()));
        return last != null && last.leftRoom() != null;
    }

    static Outbox.Which joins(String room) {
        return frame -> room.equals(frame.joinedRoom());
    }

    static Outbox.Which leaves(String room) {
        return frame -> room.equals(frame.leftRoom());
    }
}

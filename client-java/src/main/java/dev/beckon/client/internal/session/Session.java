package dev.beckon.client.internal.session;

import dev.beckon.client.ice.IceServers;
import dev.beckon.client.outcome.Notice;
import dev.beckon.client.outcome.SendCallback;
import dev.beckon.client.outcome.SendResult;
import dev.beckon.client.room.LeaveReason;
import dev.beckon.client.room.Member;
import dev.beckon.client.room.Room;
import dev.beckon.client.signal.Signal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One session with the server, from the moment when the client wants one: what is submitted before its welcome waits.
 *
 * <pre>
 *   WAITING --welcome--> LIVE --end--> ENDED
 *      \------------------end-----------^
 * </pre>
 *
 * <p>Owned by the client's executor; every method is called by the owner, and reports through {@link SessionEvents}
 * before it returns. While sessions are not resumable a session ends with its stream; the next one joins the wanted rooms
 * again.
 */
public final class Session implements FrameHandler {

    private enum State {
        WAITING,
        LIVE,
        ENDED
    }

    /** Marks what the library submitted by itself: nobody outside waits for its result. */
    static final class LibraryCallback implements SendCallback {
        @Override
        public void onResult(SendResult result) {
            throw new IllegalStateException("result of a frame of the library's own: " + result);
        }
    }

    private static final LibraryCallback LIBRARY = new LibraryCallback();

    // for the client
    private final SessionEvents events;
    private final WantedRooms wanted;
    private final Profile profile;

    // for the session
    private State state = State.WAITING;
    private final Outbox outbox = new Outbox(this::onSettled);
    private final OpenOffers offers = new OpenOffers();
    private final Map<String, RoomView> views = new LinkedHashMap<>();
    private String peerId = "";
    private String sessionId = "";
    private int maxFrameBytes;

    // for the connection
    private @Nullable FrameSink sink;

    /** A session that waits for its welcome. */
    public Session(SessionEvents events, WantedRooms wanted, Profile profile) {
        this.events = events;
        this.wanted = wanted;
        this.profile = profile;
    }

    /** Lends the stream to write to; nothing is written before the welcome. */
    public void attach(FrameSink newSink) {
        sink = newSink;
    }

    /** Whether it was welcomed and has not ended. */
    public boolean isLive() {
        return state == State.LIVE;
    }

    /** Whether it was welcomed at any time: only then does the end of its stream end it. */
    public boolean hasBegun() {
        return state != State.WAITING;
    }

    /** Whether nothing waits for the stream or for an outcome. */
    public boolean isIdle() {
        return outbox.isEmpty();
    }

    /** Whether everything was written, though not everything has its outcome. */
    public boolean isFlushed() {
        return !outbox.hasWaiting();
    }

    /** Takes a frame of the app. It is written as soon as there is a welcome and the stream is ready. */
    public void submit(Submission submission) {
        String joined = submission.frame().joinedRoom();
        String left = submission.frame().leftRoom();
        if (state == State.ENDED) {
            throw new IllegalStateException("submit after the end of the session");
        }
        if (joined != null) {
            wanted.want(joined);
            if (state == State.WAITING) {
                wanted.carry(submission);
                return;
            }
        }
        if (left != null) {
            wanted.drop(left);
            if (state == State.WAITING) {
                cancelJoins(left);
                events.onSettled(submission, SendResult.TAKEN);
                return;
            }
        }
        submission.frame().noteIn(offers);
        outbox.add(submission);
        pump();
    }

    /** Writes what waits; called when the stream is ready again. */
    public void pump() {
        FrameSink current = sink;
        if (state == State.LIVE && current != null) {
            outbox.pump(current, maxFrameBytes);
        }
    }

    /**
     * Ends the session. What was sent is UNCONFIRMED, what was not is NOT_SENT with this reason; joins wait for the next
     * session, and leaving is done.
     */
    public void end(SendResult.NotSentReason reason) {
        state = State.ENDED;
        sink = null;
        views.clear();
        outbox.end(reason);
    }

    @Override
    public void handleWelcome(Welcome welcome) {
        if (state != State.WAITING) {
            return;
        }
        state = State.LIVE;
        peerId = welcome.peerId;
        sessionId = welcome.sessionId;
        maxFrameBytes = welcome.maxFrameBytes;
        events.onStarted(sessionId);
        events.onIceServers(welcome.iceServers);
        // Rooms first: what waits may be said in one of them.
        outbox.addFirst(wanted.joins(LIBRARY));
        pump();
    }

    @Override
    public void handleAck(long seq) {
        outbox.ack(seq);
    }

    @Override
    public void handleSignal(Signal signal) {
        if (!offers.isLate(signal)) {
            events.onSignal(signal);
        }
    }

    @Override
    public void handleNotice(Notice notice, List<Long> clientSeqs) {
        boolean settled = false;
        for (long seq : clientSeqs) {
            settled |= outbox.refuse(seq, notice);
        }
        if (!settled) {
            events.onNotice(notice);
        }
    }

    @Override
    public void handleIceServers(IceServers iceServers) {
        events.onIceServers(iceServers);
    }

    @Override
    public void handleGoAway(GoAway goAway) {
        events.onGoAway(goAway);
    }

    @Override
    public void handleSnapshot(Room part, boolean more) {
        RoomView view = views.get(part.name());
        if (view == null) {
            view = new RoomView();
            views.put(part.name(), view);
        }
        Room whole = view.onSnapshot(part, more);
        if (whole != null) {
            events.onRoomSnapshot(whole);
        }
    }

    @Override
    public void handlePeerJoined(String room, long version, Member member) {
        RoomView view = views.get(room);
        Room before = next(room, view, version);
        if (view != null && before != null) {
            events.onPeerJoined(view.with(before, version, member), member);
        }
    }

    @Override
    public void handleMemberUpdated(String room, long version, Member member) {
        RoomView view = views.get(room);
        Room before = next(room, view, version);
        if (view != null && before != null) {
            events.onMemberUpdated(view.with(before, version, member), member);
        }
    }

    @Override
    public void handlePeerLeft(String room, long version, String leaver, String leaverSession, LeaveReason reason) {
        if (leaver.equals(peerId) && leaverSession.equals(sessionId)) {
            // About oneself: no further delta follows, so it counts whatever version the view has.
            views.remove(room);
            if (!outbox.hasJoin(room)) {
                // Else the app wants to be in it again already, and said so after it left.
                wanted.drop(room);
            }
            events.onRoomLeft(room, reason);
            return;
        }
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

    /** The room as it is before this delta, or null if the delta does not apply. A gap is answered by joining again. */
    private @Nullable Room next(String room, @Nullable RoomView view, long version) {
        if (view == null) {
            return null;
        }
        RoomView.Step step = view.onDelta(version);
        if (step == RoomView.Step.GAP) {
            outbox.add(new Submission(Outgoing.join(room), LIBRARY));
            pump();
        }
        return step == RoomView.Step.NEXT ? view.current() : null;
    }

    private void onSettled(Submission submission, SendResult result) {
        String joined = submission.frame().joinedRoom();
        if (joined != null) {
            onJoinSettled(submission, joined, result);
            return;
        }
        if (result.isTaken()) {
            profile.onTaken(submission.frame());
        }
        boolean memberNoMore = state == State.ENDED && submission.frame().leftRoom() != null;
        events.onSettled(submission, memberNoMore ? SendResult.TAKEN : result);
    }

    private void onJoinSettled(Submission join, String room, SendResult result) {
        boolean ours = join.callback() == LIBRARY;
        Notice refusal = result.notice();
        RoomView view = views.get(room);
        // Joining once more where one already is (for a fresh snapshot) may be refused too, and changes nothing then.
        boolean memberAnyway = view != null && view.current() != null;
        if (refusal != null && !memberAnyway) {
            views.remove(room);
            wanted.drop(room);
            if (ours) {
                events.onRoomLost(room, refusal);
            }
        }
        if (ours) {
            return;
        }
        if (state == State.ENDED && wanted.isWanted(room)) {
            wanted.carry(join);
        } else {
            events.onSettled(join, result);
        }
    }

    private void cancelJoins(String room) {
        for (Submission join : wanted.removeJoins(room)) {
            events.onSettled(join, SendResult.notSent(SendResult.NotSentReason.LEFT));
        }
    }
}

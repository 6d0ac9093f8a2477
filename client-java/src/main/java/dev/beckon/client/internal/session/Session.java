package dev.beckon.client.internal.session;

import dev.beckon.client.ice.IceServers;
import dev.beckon.client.outcome.Notice;
import dev.beckon.client.outcome.SendResult;
import dev.beckon.client.outcome.SendResult.NotSentReason;
import dev.beckon.client.room.LeaveReason;
import dev.beckon.client.room.Member;
import dev.beckon.client.room.Presence;
import dev.beckon.client.room.Room;
import dev.beckon.client.signal.Signal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client shares with the server over all its streams: the session known to the server, the frames waiting to be
 * sent in it, and the wishes of the app that outlast the session.
 *
 * <p>Owned by its machine; reports through {@link SessionEvents} before its methods return.
 */
final class Session implements FrameHandler, Outbox.Settled {

    /** Events of a stream that concern the machine. */
    interface Owner {
        void onWelcome(Welcome welcome);

        void onGoAway(GoAway goAway);

        /** Replaces the access token before it expires. */
        TokenRefresh tokenRefresh();
    }

    // per client
    private final Owner owner;
    private final ClientPort port;
    private final Timers timers;
    private final Profile profile;
    private final Outbox outbox = new Outbox(this);
    private final OpenOffers offers = new OpenOffers();
    private final Rooms rooms;
    private final WatchedPeers watched;
    private boolean hadSession;

    // per session
    private Inbox inbox;
    private String peerId = "";
    private String sessionId = "";

    // per connection
    private @Nullable Attachment writer;
    private int maxFrameBytes;

    Session(Owner owner, ClientPort port, Timers timers, Profile profile) {
        this.owner = owner;
        this.port = port;
        this.timers = timers;
        this.profile = profile;
        rooms = new Rooms(port, outbox, timers, this::pump);
        watched = new WatchedPeers(port, outbox, timers, this::pump);
        inbox = new Inbox(timers, this::pump);
    }

    /** Returns the session to resume; empty for none. */
    String sessionId() {
        return sessionId;
    }

    /** Returns the next hello. */
    Hello hello(Keys keys, @Nullable String accessToken) {
        keys.onHello();
        return new Hello(keys, sessionId, inbox.showHandled(), accessToken, profile);
    }

    boolean isFlushed() {
        return outbox.isFlushed();
    }

    /** Accepts a frame of the app. It is written when there is a welcome and the stream is ready. */
    void submit(Submission submission) {
        String left = submission.frame().leftRoom();
        if (left != null && !isLeaveNeeded(left)) {
            port.onSettled(submission, SendResult.TAKEN);
            return;
        }
        submission.frame().noteIn(offers);
        outbox.add(submission);
        pump();
    }

    private boolean isLeaveNeeded(String room) {
        boolean isTried = rooms.isTried(room);
        boolean mayBeIn = rooms.onLeaveAsked(room);
        if (writer == null) {
            settleAll(outbox.removeWaiting(Rooms.joins(room)), SendResult.notSent(NotSentReason.LEFT));
        }
        // While live, always ask the server, unless the room is known to be one whose join is retried.
        return !sessionId.isEmpty() && (mayBeIn || (writer != null && !isTried));
    }

    /** Replaces the access token within the session. */
    void refreshToken(String accessToken) {
        outbox.add(Submission.ofLibrary(Outgoing.refreshToken(accessToken)));
        pump();
    }

    /** Writes waiting frames; called when the stream is ready again. */
    void pump() {
        Attachment to = writer;
        if (to == null) {
            return;
        }
        outbox.pump(to, maxFrameBytes);
        if (inbox.isAckDue() && to.isReady()) {
            to.send(0, Outgoing.control(Outgoing.Control.ACK));
        }
    }

    long takeAck() {
        return inbox.takeAck();
    }

    Inbox.Step onEventSeq(long seq) {
        return inbox.onEvent(seq);
    }

    long lastReceived() {
        return inbox.received();
    }

    /** A tracked event was reported: it is handled when the callbacks have returned. */
    void onEventTold(long seq) {
        Inbox of = inbox;
        port.whenHandled(() -> of.onHandled(seq));
    }

    /** A stream is attached to the session, or to a new session. */
    void onAttached(Welcome welcome, Attachment to) {
        boolean goesOn = welcome.result == Welcome.Result.LOSSLESS && welcome.sessionId.equals(sessionId);
        if (goesOn) {
            outbox.onResumed(welcome.lastClientSeq);
            port.onSession(sessionId, Welcome.Result.LOSSLESS);
            rooms.onResumed(welcome.rooms, welcome.lastClientSeq);
        } else {
            lose();
            begin(welcome);
        }
        inbox.onAttached(welcome);
        maxFrameBytes = welcome.maxFrameBytes;
        port.onIceServers(welcome.iceServers);
        writer = to;
    }

    private void begin(Welcome welcome) {
        inbox = new Inbox(timers, this::pump);
        peerId = welcome.peerId;
        sessionId = welcome.sessionId;
        port.onSession(sessionId, hadSession ? Welcome.Result.RESYNC : Welcome.Result.NEW);
        hadSession = true;
        // Rooms first: waiting signals may be sent in one of them.
        List<Submission> first = rooms.rejoins();
        Submission watch = watched.onSession();
        if (watch != null) {
            first.add(watch);
        }
        outbox.addFirst(first);
    }

    /** The stream has ended; the session may continue. */
    void onDetached() {
        writer = null;
        inbox.onDetached();
    }

    /**
     * The session is lost. Frames that were never sent wait for the next one, and so do joins, watches and changes of
     * the member.
     */
    void lose() {
        List<Submission> carried = new ArrayList<>();
        outbox.dropWaitingOfLibrary();
        for (Submission submission : outbox.onSessionLost()) {
            String left = submission.frame().leftRoom();
            if (left != null) {
                settleAll(takeJoins(carried, left), SendResult.UNCONFIRMED);
                port.onSettled(submission, SendResult.TAKEN);
            } else if (isSaidAgain(submission)) {
                carried.add(submission);
            } else if (!submission.isOfLibrary()) {
                port.onSettled(submission, SendResult.UNCONFIRMED);
            }
        }
        for (Submission leave : outbox.removeWaiting(frame -> frame.leftRoom() != null)) {
            String left = leave.frame().leftRoom();
            if (left != null) {
                settleAll(takeJoins(carried, left), SendResult.UNCONFIRMED);
            }
            port.onSettled(leave, SendResult.TAKEN);
        }
        outbox.addFirst(carried);
        rooms.onSessionLost();
        watched.onSessionLost();
        inbox.onDetached();
        inbox = new Inbox(timers, this::pump);
        sessionId = "";
    }

    private static boolean isSaidAgain(Submission submission) {
        Outgoing frame = submission.frame();
        boolean isWish = frame.joinedRoom() != null || frame.watchedPeers() != null || frame.memberUpdate() != null;
        return isWish && !submission.isOfLibrary();
    }

    private static List<Submission> takeJoins(List<Submission> from, String room) {
        List<Submission> joins = new ArrayList<>();
        for (Submission submission : from) {
            if (room.equals(submission.frame().joinedRoom())) {
                joins.add(submission);
            }
        }
        from.removeAll(joins);
        return joins;
    }

    /** The client stops: everything gets its result now. */
    void end() {
        onDetached();
        outbox.dropWaitingOfLibrary();
        for (Submission submission : outbox.onSessionLost()) {
            settleAtEnd(submission, SendResult.UNCONFIRMED);
        }
        for (Submission submission : outbox.removeWaiting(frame -> true)) {
            settleAtEnd(submission, SendResult.notSent(NotSentReason.STOPPED));
        }
        rooms.clear();
        watched.clear();
        inbox = new Inbox(timers, this::pump);
        sessionId = "";
        hadSession = false;
    }

    private void settleAtEnd(Submission submission, SendResult result) {
        if (!submission.isOfLibrary()) {
            boolean memberNoMore = submission.frame().leftRoom() != null;
            port.onSettled(submission, memberNoMore ? SendResult.TAKEN : result);
        }
    }

    private void settleAll(List<Submission> submissions, SendResult result) {
        for (Submission submission : submissions) {
            if (!submission.isOfLibrary()) {
                port.onSettled(submission, result);
            }
        }
    }

    void handleAck(long seq) {
        outbox.ack(seq);
    }

    @Override
    public void onSettled(Submission submission, SendResult result) {
        Outgoing frame = submission.frame();
        String joined = frame.joinedRoom();
        if (joined != null) {
            rooms.onJoinSettled(submission, joined, result);
            return;
        }
        List<String> peers = frame.watchedPeers();
        if (peers != null) {
            watched.onSettled(submission, peers, result);
            return;
        }
        if (result.isTaken()) {
            profile.onTaken(frame);
        }
        Notice refusal = result.notice();
        if (!submission.isOfLibrary()) {
            port.onSettled(submission, result);
        } else if (refusal == null && frame.isTokenRefresh()) {
            owner.tokenRefresh().onTaken();
        } else if (refusal != null
                && !(frame.isTokenRefresh() && owner.tokenRefresh().onRefused(refusal))) {
            port.onNotice(refusal);
        }
    }

    @Override
    public void onTakenFailed(Submission signal, SendResult result) {
        port.onTakenFailed(signal, result);
    }

    @Override
    public void handleWelcome(Welcome welcome) {
        owner.onWelcome(welcome);
    }

    @Override
    public void handleSignal(Signal signal) {
        if (!offers.isLate(signal)) {
            port.onSignal(signal);
        }
    }

    @Override
    public void handleNotice(Notice notice, List<Long> clientSeqs) {
        if (notice.code() == Notice.Code.TOKEN_EXPIRING && owner.tokenRefresh().onExpiring()) {
            return;
        }
        boolean found = false;
        for (long seq : clientSeqs) {
            found |= outbox.onNotice(seq, notice);
        }
        if (!found) {
            port.onNotice(notice);
        }
    }

    @Override
    public void handlePresence(Presence presence) {
        port.onPresence(presence);
    }

    @Override
    public void handleIceServers(IceServers iceServers) {
        port.onIceServers(iceServers);
    }

    @Override
    public void handleGoAway(GoAway goAway) {
        owner.onGoAway(goAway);
    }

    @Override
    public void handleSnapshot(Room part, boolean more, long clientSeq) {
        rooms.onSnapshot(part, more, clientSeq);
    }

    @Override
    public void handlePeerJoined(String room, long version, Member member) {
        rooms.onPeerJoined(room, version, member);
    }

    @Override
    public void handleMemberUpdated(String room, long version, Member member) {
        rooms.onMemberUpdated(room, version, member);
    }

    @Override
    public void handlePeerLeft(String room, long version, String leaver, String leaverSession, LeaveReason reason) {
        if (leaver.equals(peerId) && leaverSession.equals(sessionId)) {
            rooms.onSelfLeft(room, reason);
        } else {
            rooms.onPeerLeft(room, version, leaver, reason);
        }
    }
}

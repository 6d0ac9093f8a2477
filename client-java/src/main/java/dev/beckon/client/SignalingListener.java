package dev.beckon.client;

import dev.beckon.client.ice.IceServers;
import dev.beckon.client.outcome.Notice;
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
import org.jspecify.annotations.Nullable;

/**
 * Is told what happens. Override what is of interest; everything else is ignored.
 *
 * <p>All methods, and the callbacks of single messages, are called on the app's callback executor, one after the other in
 * the order in which things happened, while no lock is held. Every method of {@link SignalingClient} may be called from
 * them. While a method runs, the next events wait, and in the end the server: after 1 MiB it ends the connection
 * with {@link SignalingException.Reason#SLOW}. What a method throws goes to the uncaught exception handler of its thread.
 */
public interface SignalingListener {

    /**
     * The client is in another state now.
     *
     * @param state the new state
     * @param why what went wrong, in {@link State#WAITING} and {@link State#STOPPED}; else null
     */
    default void onStateChanged(State state, @Nullable SignalingException why) {}

    /**
     * A session began, right before the client is {@link State#LIVE}: the first one, or another one after
     * {@link #onSessionLost}. Rooms are joined and peers are watched again by the library.
     *
     * @param sessionId names this session to others
     */
    default void onSessionStarted(String sessionId) {}

    /**
     * The session goes on with another connection, and nothing was lost: what was on its way arrives. Right before the
     * client is {@link State#LIVE}. Calls go on as they are; there is no need to restart ICE for it.
     *
     * @param sessionId the same as in {@link #onSessionStarted}
     */
    default void onSessionResumed(String sessionId) {}

    /**
     * The session is gone, because this client was away for too long or the server lost it. What was sent in it and not
     * decided was told as UNCONFIRMED. Members that were seen before have to be looked at anew. {@link #onSessionStarted}
     * follows at once.
     */
    default void onSessionLost() {}

    /** STUN and TURN servers, with each session and when they change: for RTCPeerConnection.setConfiguration. */
    default void onIceServers(IceServers iceServers) {}

    /** Another peer offers a connection. */
    default void onOffer(Signal signal, Offer offer) {}

    /** Another peer answers an offer. An answer to an older one than the newest on that connection is dropped. */
    default void onAnswer(Signal signal, Answer answer) {}

    /** Another peer has an ICE candidate. */
    default void onCandidate(Signal signal, Candidate candidate) {}

    /** Another peer has no more ICE candidates. */
    default void onEndOfCandidates(Signal signal, EndOfCandidates endOfCandidates) {}

    /** Another peer ends or declines a connection. */
    default void onHangup(Signal signal, Hangup hangup) {}

    /** Another peer says something of the app's own. */
    default void onData(Signal signal, Data data) {}

    /**
     * A room is known as a whole: after joining, with each connection, and when its view had to be made anew. It takes
     * the place of any earlier view.
     */
    default void onRoomSnapshot(Room room) {}

    /** A peer joined a room; {@code room} is the room with it. */
    default void onPeerJoined(Room room, Member member) {}

    /** A peer left a room; {@code room} is the room without it. */
    default void onPeerLeft(Room room, Member member, LeaveReason reason) {}

    /** A member changed its name, attributes or state; {@code room} is the room with the change. */
    default void onMemberUpdated(Room room, Member member) {}

    /**
     * This peer is no longer a member of the room: the answer to {@link SignalingClient#leave}, or the room was closed, or
     * it was over when the session came back ({@link LeaveReason#UNSPECIFIED}).
     */
    default void onRoomLeft(String room, LeaveReason reason) {}

    /** A room that this peer was in could not be joined again, for instance because it is full now. */
    default void onRoomLost(String room, Notice notice) {}

    /** Whether a watched peer is there: after {@link SignalingClient#watchPresence}, when it changes, and after coming back. */
    default void onPresence(Presence presence) {}

    /**
     * Half of the outbound queue is free again, after {@link SignalingClient#isReady} was false or a message was NOT_SENT
     * with QUEUE_FULL: go on sending.
     */
    default void onReady() {}

    /**
     * A message that was sent without a callback was not taken; or it was, and is UNDELIVERED or UNCONFIRMED after all.
     */
    default void onSendFailed(Address to, SignalBody body, SendResult result) {}

    /** A warning of the server that is not the result of a message. */
    default void onNotice(Notice notice) {}
}

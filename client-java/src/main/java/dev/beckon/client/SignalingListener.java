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
 * Receives the events of a client. Override the methods of interest; the defaults do nothing.
 *
 * <p>All methods, and the callbacks of single messages, are called on the app's callback executor, one at a time, in
 * the order of the events, without holding a lock. They may call every method of {@link SignalingClient}. While a
 * method runs, later events wait, eventually in the server, which ends the connection with
 * {@link SignalingException.Reason#SLOW} when more than 1 MiB waits. An exception thrown by a method goes to the
 * uncaught exception handler of its thread.
 */
public interface SignalingListener {

    /**
     * The state of the client changed.
     *
     * @param state the new state
     * @param why what went wrong, in {@link State#WAITING} and {@link State#STOPPED}; otherwise null
     */
    default void onStateChanged(State state, @Nullable SignalingException why) {}

    /**
     * A session started: the first one, or a new one after {@link #onSessionLost}. Called right before the client
     * becomes {@link State#LIVE}. The library joins its rooms and watches its peers again.
     *
     * @param sessionId identifies the session to other peers
     */
    default void onSessionStarted(String sessionId) {}

    /**
     * The session continues on another connection without loss; pending messages will arrive. Called right before the
     * client becomes {@link State#LIVE}. Calls continue; an ICE restart is not needed.
     *
     * @param sessionId the same as in {@link #onSessionStarted}
     */
    default void onSessionResumed(String sessionId) {}

    /**
     * The session is lost, because this client was away for too long or the server lost it. Messages sent in it whose
     * outcome is unknown were reported as UNCONFIRMED. Discard what is known about room members.
     * {@link #onSessionStarted} follows at once.
     */
    default void onSessionLost() {}

    /**
     * The STUN and TURN servers, with each session and when they change. Pass them to
     * RTCPeerConnection.setConfiguration.
     */
    default void onIceServers(IceServers iceServers) {}

    /** Another peer sent an offer. */
    default void onOffer(Signal signal, Offer offer) {}

    /** Another peer answered an offer. Answers to an offer that is not the newest on its connection are dropped. */
    default void onAnswer(Signal signal, Answer answer) {}

    /** Another peer sent an ICE candidate. */
    default void onCandidate(Signal signal, Candidate candidate) {}

    /** Another peer has no more ICE candidates. */
    default void onEndOfCandidates(Signal signal, EndOfCandidates endOfCandidates) {}

    /** Another peer ended or declined a connection. */
    default void onHangup(Signal signal, Hangup hangup) {}

    /** Another peer sent a message defined by the app. */
    default void onData(Signal signal, Data data) {}

    /**
     * The complete state of a room: after joining, with each connection, and when the view had to be rebuilt. It
     * replaces any earlier view.
     */
    default void onRoomSnapshot(Room room) {}

    /** A peer joined a room. {@code room} includes it. */
    default void onPeerJoined(Room room, Member member) {}

    /** A peer left a room. {@code room} no longer includes it. */
    default void onPeerLeft(Room room, Member member, LeaveReason reason) {}

    /** A member's display name, attributes or state changed. {@code room} includes the change. */
    default void onMemberUpdated(Room room, Member member) {}

    /**
     * This peer is no longer a member of the room: as the answer to {@link SignalingClient#leave}, because the room was
     * closed, or because the membership had ended when the session was resumed ({@link LeaveReason#UNSPECIFIED}).
     */
    default void onRoomLeft(String room, LeaveReason reason) {}

    /** A room of this peer could not be joined again, for instance because it is full. */
    default void onRoomLost(String room, Notice notice) {}

    /**
     * The state of a watched peer: after {@link SignalingClient#watchPresence}, on every change, and after a reconnect.
     */
    default void onPresence(Presence presence) {}

    /**
     * Half of the outbound queue is free again, after {@link SignalingClient#isReady} returned false or a message was
     * NOT_SENT with QUEUE_FULL. Sending may continue.
     */
    default void onReady() {}

    /** A message that was sent without a callback was not accepted, or it was and is UNDELIVERED or UNCONFIRMED. */
    default void onSendFailed(Address to, SignalBody body, SendResult result) {}

    /** A warning from the server that is not the result of a message. */
    default void onNotice(Notice notice) {}
}

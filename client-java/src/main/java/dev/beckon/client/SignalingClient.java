package dev.beckon.client;

import dev.beckon.client.internal.session.Outgoing;
import dev.beckon.client.outcome.SendCallback;
import dev.beckon.client.room.MemberUpdate;
import dev.beckon.client.signal.Address;
import dev.beckon.client.signal.SignalBody;
import java.util.Collection;
import java.util.Objects;

/**
 * A peer's door to a Beckon server: registers it under its id, lets it meet others in rooms, and carries offers, answers
 * and ICE candidates to other peers and from them. Once connected, it wants to stay connected until it is closed, and comes
 * back by itself.
 *
 * <p>Every method may be called from any thread, returns at once and never blocks. What follows is told to the
 * {@link SignalingListener} and to callbacks, on the app's callback executor, in order.
 *
 * <p>A session outlives its connection: for a while (default 120 s) the server keeps what arrives for this peer, and the
 * client comes back to it with nothing lost and nothing doubled. Every message ends in one
 * {@link dev.beckon.client.outcome.SendResult}; what is sent while the client is away waits. When a session is lost all the
 * same, what was sent in it and not yet decided is UNCONFIRMED, and never sent again by itself.
 */
public final class SignalingClient implements AutoCloseable {

    private final Lifecycle lifecycle;

    SignalingClient(Settings settings) {
        lifecycle = new Lifecycle(settings);
    }

    /**
     * Begins a client.
     *
     * @param target where the server is: host:port, for instance "signal.example.org:443"
     * @param peerId the id under which other peers reach this one: 1-128 printable ASCII bytes without spaces
     * @throws IllegalArgumentException if the target is not host:port, or the peer id breaks its rule; the message says how
     */
    public static SignalingClientBuilder builder(String target, String peerId) {
        return new SignalingClientBuilder(target, peerId);
    }

    /**
     * Connects, and stays connected until {@link #close}, or until the client stops because coming back would be of no use
     * (see {@link SignalingException#isRetryable}). After {@link State#STOPPED} it may be called again.
     *
     * @param listener is told what happens
     * @throws IllegalStateException if the client is connected or connecting already, or closed
     */
    public void connect(SignalingListener listener) {
        lifecycle.connect(Objects.requireNonNull(listener, "listener"));
    }

    /** Where the client stands now; the listener is told the same a little later. */
    public State state() {
        return lifecycle.state();
    }

    /**
     * Sends a message to another peer.
     *
     * @param to whom: {@link Address#peer}, or {@link dev.beckon.client.signal.Signal#replyTo} for an answer
     * @param body what to say
     * @param callback is told what became of it: exactly once
     */
    public void send(Address to, SignalBody body, SendCallback callback) {
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(body, "body");
        lifecycle.submit(Outgoing.signal(to, body), Objects.requireNonNull(callback, "callback"));
    }

    /**
     * Sends a message to another peer. If it is not taken, {@link SignalingListener#onSendFailed} is called.
     *
     * @param to whom: {@link Address#peer}, or {@link dev.beckon.client.signal.Signal#replyTo} for an answer
     * @param body what to say
     */
    public void send(Address to, SignalBody body) {
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(body, "body");
        lifecycle.submit(Outgoing.signal(to, body), lifecycle.reportFailure(to, body));
    }

    /**
     * Whether the outbound queue has room. Who has much to say (the offers and candidates of a large room) stops when this is
     * false, and goes on at {@link SignalingListener#onReady}: then no message is ever NOT_SENT with QUEUE_FULL. A message
     * that was is not lost to the connection it is about: send it again at {@code onReady}.
     */
    public boolean isReady() {
        return lifecycle.isReady();
    }

    /**
     * The key of the present session, empty before {@link #connect}: a secret that lets whoever shows it take the place of
     * this session. An app that may be ended at any time saves it at {@link SignalingListener#onSessionStarted}, and gives
     * it to {@link SignalingClientBuilder#replacedSessionKey} when it is back: else the server keeps the peer id taken
     * until the resume window is over.
     */
    public byte[] sessionKey() {
        return lifecycle.sessionKey();
    }

    /**
     * Says whether the app rests, for instance in the background. While it does, the client makes no attempts and runs no
     * timers, so that nothing wakes the device; a connection stays open until somebody ends it. Afterwards the client comes
     * back at once, or checks its connection.
     */
    public void setSuspended(boolean suspended) {
        lifecycle.setSuspended(suspended);
    }

    /**
     * Joins a room, and joins it again in every new session until {@link #leave}. {@link SignalingListener#onRoomSnapshot}
     * follows. Joining a room that one is in gives a fresh snapshot.
     *
     * @param room 1-128 printable ASCII bytes without spaces
     * @param callback is told exactly once: TAKEN when this peer is in the room, REFUSED for instance with ROOM_FULL, or
     *     NOT_SENT when the client stops or the room is left before. When the connection is lost meanwhile, it waits for
     *     the next session
     */
    public void join(String room, SendCallback callback) {
        Objects.requireNonNull(room, "room");
        lifecycle.submit(Outgoing.join(room), Objects.requireNonNull(callback, "callback"));
    }

    /**
     * Leaves a room. {@link SignalingListener#onRoomLeft} follows if this peer was in it.
     *
     * @param room which room
     * @param callback is told exactly once: TAKEN when this peer is not in the room any more, or REFUSED with NOT_IN_ROOM
     */
    public void leave(String room, SendCallback callback) {
        Objects.requireNonNull(room, "room");
        lifecycle.submit(Outgoing.leave(room), Objects.requireNonNull(callback, "callback"));
    }

    /**
     * Changes what others see of this peer, in every room that it is in. Later sessions begin with it.
     *
     * @param update what to change
     * @param callback is told exactly once what became of it
     */
    public void updateMember(MemberUpdate update, SendCallback callback) {
        Objects.requireNonNull(update, "update");
        lifecycle.submit(Outgoing.update(update), Objects.requireNonNull(callback, "callback"));
    }

    /**
     * Watches whether peers are there, until it is called again; {@link SignalingListener#onPresence} tells of each, now and
     * whenever it changes. Later sessions watch them too.
     *
     * @param peerIds all peers to watch, at most 256 (default of the server), in the place of those before; none ends it
     * @param callback is told exactly once: TAKEN, REFUSED for instance with TOO_LARGE, or NOT_SENT when the client stops
     */
    public void watchPresence(Collection<String> peerIds, SendCallback callback) {
        Objects.requireNonNull(peerIds, "peerIds");
        lifecycle.submit(Outgoing.watch(peerIds), Objects.requireNonNull(callback, "callback"));
    }

    /**
     * Says that the network may have changed. A client that waits makes its next attempt now (unless the server asked for
     * more time); one that is live looks whether its connection still is, and comes back at once if no sign of life comes
     * within 3 s. Does nothing otherwise. Called by a {@link NetworkMonitor} in effect; for a button "try now", too.
     */
    public void reconnectNow() {
        lifecycle.reconnectNow();
    }

    /**
     * Ends the session and the client for good. What was sent before still goes out, then bye; this takes 2 s at the most,
     * and {@link State#CLOSED} tells when it is done. While connecting, bye follows the hello, so that the peer id is free
     * for another client at once, for instance after an Android activity was rotated. Closing again does nothing.
     */
    @Override
    public void close() {
        lifecycle.close();
    }
}

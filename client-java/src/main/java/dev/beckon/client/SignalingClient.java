package dev.beckon.client;

import dev.beckon.client.internal.session.Outgoing;
import dev.beckon.client.outcome.SendCallback;
import dev.beckon.client.room.MemberUpdate;
import dev.beckon.client.signal.Address;
import dev.beckon.client.signal.SignalBody;
import java.util.Collection;
import java.util.Objects;

/**
 * A connection of one peer to a Beckon server. It registers the peer under its id, joins rooms, and exchanges offers,
 * answers and ICE candidates with other peers. Once connected, the client reconnects automatically until it is closed.
 *
 * <p>All methods may be called from any thread, return at once and never block. Events and results are delivered to the
 * {@link SignalingListener} and to callbacks, on the app's callback executor, in order.
 *
 * <p>A session survives the loss of its connection: for some time (default 120 s) the server keeps messages for this
 * peer, and the client resumes the session without loss or duplicates. Every message has exactly one
 * {@link dev.beckon.client.outcome.SendResult}; messages sent while the client is disconnected wait. If the session is
 * lost, messages sent in it whose outcome is unknown end as UNCONFIRMED and are never sent again automatically.
 */
public final class SignalingClient implements AutoCloseable {

    private final Lifecycle lifecycle;

    SignalingClient(Settings settings) {
        lifecycle = new Lifecycle(settings);
    }

    /**
     * Returns a builder of a client.
     *
     * @param target the server as host:port, for instance "signal.example.org:443"
     * @param peerId the id under which other peers reach this peer: 1-128 printable ASCII bytes without spaces
     * @throws IllegalArgumentException if the target is not host:port or the peer id is invalid; the message says why
     */
    public static SignalingClientBuilder builder(String target, String peerId) {
        return new SignalingClientBuilder(target, peerId);
    }

    /**
     * Connects and stays connected until {@link #close}, or until the client stops because reconnecting would not help
     * (see {@link SignalingException#isRetryable}). May be called again after {@link State#STOPPED}.
     *
     * @param listener receives the events
     * @throws IllegalStateException if the client is already connected or connecting, or is closed
     */
    public void connect(SignalingListener listener) {
        lifecycle.connect(Objects.requireNonNull(listener, "listener"));
    }

    /** Returns the current state. The listener is notified of it slightly later. */
    public State state() {
        return lifecycle.state();
    }

    /**
     * Sends a message to another peer.
     *
     * @param to the receiver: {@link Address#peer}, or {@link dev.beckon.client.signal.Signal#replyTo} for a reply
     * @param body the message
     * @param callback receives the result
     */
    public void send(Address to, SignalBody body, SendCallback callback) {
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(body, "body");
        lifecycle.submit(Outgoing.signal(to, body), Objects.requireNonNull(callback, "callback"));
    }

    /**
     * Sends a message to another peer. If it fails, {@link SignalingListener#onSendFailed} is called.
     *
     * @param to the receiver: {@link Address#peer}, or {@link dev.beckon.client.signal.Signal#replyTo} for a reply
     * @param body the message
     */
    public void send(Address to, SignalBody body) {
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(body, "body");
        lifecycle.submit(Outgoing.signal(to, body), lifecycle.reportFailure(to, body));
    }

    /**
     * Returns whether half of the outbound queue is free ({@link SignalingClientBuilder#outboundQueue}). An app that
     * sends many messages (the offers and candidates of a large room) should ask before each one, pause when this
     * returns false and continue at {@link SignalingListener#onReady}. Then a message of up to half of the queue's bytes
     * does not fail with NOT_SENT, QUEUE_FULL, unless another thread fills the queue in between. A message that failed
     * so is not sent automatically later: send it again at {@code onReady}.
     */
    public boolean isReady() {
        return lifecycle.isReady();
    }

    /**
     * Returns the key of the current session, empty before {@link #connect}. It is a secret: whoever has it can replace
     * this session. An app whose process may be killed saves it at {@link SignalingListener#onSessionStarted} and
     * passes it to {@link SignalingClientBuilder#replacedSessionKey} when it restarts; otherwise the peer id stays
     * taken until the resume window ends.
     */
    public byte[] sessionKey() {
        return lifecycle.sessionKey();
    }

    /**
     * Sets whether the app is suspended, for instance in the background. While suspended, the client makes no
     * connection attempts and runs no timers, so that it does not wake the device; an open connection is kept until the
     * other side ends it. Afterwards the client reconnects at once or checks its connection.
     */
    public void setSuspended(boolean suspended) {
        lifecycle.setSuspended(suspended);
    }

    /**
     * Joins a room, and joins it again in every new session until {@link #leave}.
     * {@link SignalingListener#onRoomSnapshot} follows. Joining a room again returns a fresh snapshot.
     *
     * @param room 1-128 printable ASCII bytes without spaces
     * @param callback called exactly once: TAKEN when this peer is in the room, REFUSED for instance with ROOM_FULL, or
     * NOT_SENT if the client stops or leaves the room first. If the connection is lost, the result waits for the next
     * session
     */
    public void join(String room, SendCallback callback) {
        Objects.requireNonNull(room, "room");
        lifecycle.submit(Outgoing.join(room), Objects.requireNonNull(callback, "callback"));
    }

    /**
     * Leaves a room. {@link SignalingListener#onRoomLeft} follows if this peer was in it.
     *
     * @param room the room
     * @param callback called exactly once: TAKEN when this peer is no longer in the room, or REFUSED with NOT_IN_ROOM
     */
    public void leave(String room, SendCallback callback) {
        Objects.requireNonNull(room, "room");
        lifecycle.submit(Outgoing.leave(room), Objects.requireNonNull(callback, "callback"));
    }

    /**
     * Changes the display name or attributes of this peer in every room that it is in. Later sessions start with the
     * changed values.
     *
     * @param update the change
     * @param callback called exactly once with the result
     */
    public void updateMember(MemberUpdate update, SendCallback callback) {
        Objects.requireNonNull(update, "update");
        lifecycle.submit(Outgoing.update(update), Objects.requireNonNull(callback, "callback"));
    }

    /**
     * Watches the presence of peers until it is called again. {@link SignalingListener#onPresence} is called for each
     * peer, now and on every change. Later sessions watch them too.
     *
     * @param peerIds all peers to watch, at most 256 (server default). Replaces the previous set; empty stops watching
     * @param callback called exactly once: TAKEN, REFUSED for instance with TOO_LARGE, or NOT_SENT if the client stops
     */
    public void watchPresence(Collection<String> peerIds, SendCallback callback) {
        Objects.requireNonNull(peerIds, "peerIds");
        lifecycle.submit(Outgoing.watch(peerIds), Objects.requireNonNull(callback, "callback"));
    }

    /**
     * Notifies the client that the network may have changed. A waiting client makes its next attempt at once, unless
     * the server asked for a longer delay. A live client checks its connection and reconnects at once if there is no
     * answer within 3 s. Otherwise this does nothing. A {@link NetworkMonitor} has the same effect; also useful for a
     * "try now" button.
     */
    public void reconnectNow() {
        lifecycle.reconnectNow();
    }

    /**
     * Ends the session and closes the client permanently. Messages sent before are still delivered, followed by bye;
     * this takes at most 2 s, and {@link State#CLOSED} reports its completion. While connecting, bye follows the hello,
     * so that the peer id is free for another client at once, for instance after an Android activity was rotated. While disconnected, the client tries within the same time to end
     * its session, so that others see it leave at once.
     * Closing again does nothing.
     */
    @Override
    public void close() {
        lifecycle.close();
    }
}

package dev.beckon.server.core.session;

import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.message.Envelope;
import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.message.ServerEvent.AttachResult;
import dev.beckon.server.core.message.ServerEvent.Notice;
import dev.beckon.server.core.message.ServerEvent.RoomEvent;
import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.PeerPresence;
import dev.beckon.server.core.peer.Registration;
import dev.beckon.server.core.peer.SessionId;
import dev.beckon.server.core.port.Presence;
import dev.beckon.server.core.port.Rooms;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * One registered peer, from its hello to its end. Forwards to {@link SessionLife}, which only tasks of the session's
 * executor access. Callable from any thread.
 */
public final class Session implements Rooms.Observer, Presence.Observer {

    private final Registration registration;
    private final SerialExecutor executor;
    private final SessionLife life;

    Session(Node node, Router router, Registration registration, Arrival arrival, AttachResult firstResult) {
        this.registration = registration;
        this.executor = new SerialExecutor(node.turns(), this::onFault);
        this.life = new SessionLife(node, router, this, executor, arrival, firstResult);
    }

    public SessionId id() {
        return registration.session();
    }

    public PeerId peer() {
        return registration.peer();
    }

    /** Accepts a signal for the client. */
    public CompletionStage<Optional<Refusal>> deliver(Envelope envelope) {
        return executor.submit(() -> life.onSignal(envelope));
    }

    /** Accepts a notice about the outcome of the client's signals. */
    public void report(Notice outcome) {
        executor.execute(() -> life.onOutcome(outcome));
    }

    /**
     * Ends the session. The stage completes when it is inactive: it has ended, its registration is settled, and none of
     * its frames is in progress. Only then is its peer id released.
     *
     * @param message text for the user, "" for the default text
     */
    public CompletionStage<Void> end(EndReason reason, String message) {
        executor.execute(() -> life.end(reason, message));
        return life.tenure().quiet();
    }

    @Override
    public void onRoomEvent(RoomEvent event) {
        executor.execute(() -> life.onRoomEvent(event));
    }

    @Override
    public void onPresence(PeerPresence presence) {
        executor.execute(() -> life.onPresence(presence));
    }

    /** Accepts a frame from this stream. */
    void receive(Attachment from, Inbox.Frame frame, long ack) {
        executor.execute(() -> life.onFrame(from, frame, ack));
    }

    /** Reports the loss of a stream. */
    void lose(Attachment lost, EndReason reason) {
        executor.execute(() -> life.onLost(lost, reason));
    }

    /** Runs a function on the session's life. */
    <T> CompletionStage<T> ask(Function<SessionLife, T> question) {
        return executor.submit(() -> question.apply(life));
    }

    /** Completes when it is decided whether the session begins. */
    CompletionStage<Void> begun() {
        return life.tenure().begun();
    }

    /** Completes when the session is inactive. */
    CompletionStage<Void> quiet() {
        return life.tenure().quiet();
    }

    Registration registration() {
        return registration;
    }

    private void onFault(Throwable fault) {
        life.onFault(fault);
    }
}

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
 * One registered peer, from hello to its end: the door to its {@link SessionLife}, which is only touched by tasks of the
 * session's executor. Callable from any thread.
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

    /** Takes a signal for the client. */
    public CompletionStage<Optional<Refusal>> deliver(Envelope envelope) {
        return executor.submit(() -> life.onSignal(envelope));
    }

    /** Takes a notice for the client: what became of its signals. */
    public void report(Notice outcome) {
        executor.execute(() -> life.onOutcome(outcome));
    }

    /**
     * Ends the session. The stage completes when it acts no more: it is over, its registration is settled, and no frame of
     * it is in work. Only then is its peer id given back.
     *
     * @param message words for the person, "" for the usual ones
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

    /** Takes a frame that came over this stream. */
    void receive(Attachment from, Inbox.Frame frame, long ack) {
        executor.execute(() -> life.onFrame(from, frame, ack));
    }

    /** A stream is lost. */
    void lose(Attachment lost, EndReason reason) {
        executor.execute(() -> life.onLost(lost, reason));
    }

    /** Asks something of the session's life. */
    <T> CompletionStage<T> ask(Function<SessionLife, T> question) {
        return executor.submit(() -> question.apply(life));
    }

    /** Completes when it is decided whether the session begins. */
    CompletionStage<Void> begun() {
        return life.tenure().begun();
    }

    /** Completes when the session acts no more. */
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

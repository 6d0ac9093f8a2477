package dev.beckon.server.core.session;

import dev.beckon.server.core.message.Command;
import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.message.Liveness;
import dev.beckon.server.core.message.ServerEvent;
import dev.beckon.server.core.peer.Hello;
import dev.beckon.server.core.peer.Origin;
import dev.beckon.server.core.port.PeerLink;
import dev.beckon.server.core.port.Scheduler;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The attachment of a stream to a session, from its hello on. A session has at most one current attachment; frames of
 * older ones are refused. Public methods may be called from any thread.
 */
public final class Attachment {

    private final Hello hello;
    private final Origin origin;
    private final @Nullable Liveness liveness;
    private final PeerLink link;
    private final Runnable onOver;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile @Nullable Session session;
    private volatile @Nullable EndReason lost;

    // session executor
    private @Nullable HeartbeatMonitor heartbeat;

    /**
     * Creates an attachment for {@link Sessions#attach}.
     *
     * @param origin the origin of the stream, for operators
     * @param liveness intervals of the transport; used if the hello has a key
     * @param link the stream, which receives the welcome as its first event
     * @param onOver called once, when the attachment no longer belongs to any session
     */
    public Attachment(Hello hello, Origin origin, Liveness liveness, PeerLink link, Runnable onOver) {
        this.hello = hello;
        this.origin = origin;
        this.liveness = hello.key() == null ? null : liveness;
        this.link = link;
        this.onOver = onOver;
    }

    /** Passes a frame of the client to the session. Frames of one caller are handled in the order of the calls. */
    public void receive(long seq, long ack, Command command, Receipt receipt) {
        Session attached = session;
        if (attached == null) {
            receipt.ended();
        } else {
            attached.receive(this, new Inbox.Frame(seq, command, receipt), ack);
        }
    }

    /** The stream was lost or violated the protocol. A resumable session is away from now on; any other ends. */
    public void lose(EndReason reason) {
        lost = reason;
        Session attached = session;
        if (attached != null) {
            attached.lose(this, reason);
        }
    }

    Hello hello() {
        return hello;
    }

    Origin origin() {
        return origin;
    }

    /** Returns null if the session is not resumable. */
    @Nullable
    Liveness liveness() {
        return liveness;
    }

    PeerLink link() {
        return link;
    }

    boolean isResumable() {
        return liveness != null;
    }

    /** @param dead called when the client was silent for too long */
    void startHeartbeat(Scheduler scheduler, SerialExecutor executor, Runnable dead) {
        if (liveness != null) {
            heartbeat = new HeartbeatMonitor(
                    liveness.heartbeats(), scheduler, executor, () -> send(new ServerEvent.Heartbeat()), dead);
            heartbeat.start();
        }
    }

    /** Binds the attachment to a session, and reports an earlier loss of the stream to it. */
    void bind(Session bound) {
        session = bound;
        // Read after the session is set: a loss meanwhile was reported either here or to the session.
        EndReason reason = lost;
        if (reason != null) {
            bound.lose(this, reason);
        }
    }

    void heard(Command command) {
        if (heartbeat == null) {
            return;
        }
        heartbeat.heard();
        if (command instanceof Command.KeepAlive(Command.Promise promise) && promise != null) {
            heartbeat.promised(promise.nextWithin());
        }
    }

    boolean send(ServerEvent event) {
        return sent(link.send(event));
    }

    boolean sendTracked(long seq, ServerEvent event) {
        return sent(link.sendTracked(seq, event));
    }

    /** Ends the stream after the queued events. */
    void close(EndReason reason, String words) {
        if (heartbeat != null) {
            heartbeat.stop();
        }
        link.close(reason, words);
    }

    void onOver() {
        if (over.compareAndSet(false, true)) {
            onOver.run();
        }
    }

    private boolean sent(boolean taken) {
        if (taken && heartbeat != null) {
            heartbeat.sent();
        }
        return taken;
    }
}

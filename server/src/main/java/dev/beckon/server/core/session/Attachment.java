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
 * One stream's tie to a session, from its hello on. A session has at most one that counts: the frames of an older one are
 * refused. Public methods may be called from any thread.
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
     * Prepares a stream for {@link Sessions#attach}.
     *
     * @param origin where the stream comes from, for the operator
     * @param liveness the door's; used if the hello has a key
     * @param link the stream, which gets the welcome as its first event
     * @param onOver called once, when no session knows this attachment any more
     */
    public Attachment(Hello hello, Origin origin, Liveness liveness, PeerLink link, Runnable onOver) {
        this.hello = hello;
        this.origin = origin;
        this.liveness = hello.key() == null ? null : liveness;
        this.link = link;
        this.onOver = onOver;
    }

    /** Takes a frame of the client. Frames of one caller are handled in the order of the calls. */
    public void receive(long seq, long ack, Command command, Receipt receipt) {
        Session attached = session;
        if (attached == null) {
            receipt.ended();
        } else {
            attached.receive(this, new Inbox.Frame(seq, command, receipt), ack);
        }
    }

    /** The stream is lost, or broke the protocol. A resumable session is away from now on, another one ends. */
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

    /** Null if the session is not resumable. */
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

    /** @param dead called when nothing was heard from the client for too long */
    void startHeartbeat(Scheduler scheduler, SerialExecutor executor, Runnable dead) {
        if (liveness != null) {
            heartbeat = new HeartbeatMonitor(
                    liveness.heartbeats(), scheduler, executor, () -> send(new ServerEvent.Heartbeat()), dead);
            heartbeat.start();
        }
    }

    /** Ties it to a session. What became of the stream until now is told to that session. */
    void bind(Session bound) {
        session = bound;
        // Read after the session is known: who lost the stream meanwhile told either us or the session.
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

    /** Ends the stream after what is queued. */
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

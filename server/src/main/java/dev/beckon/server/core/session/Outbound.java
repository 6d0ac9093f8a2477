package dev.beckon.server.core.session;

import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.message.ServerEvent;
import dev.beckon.server.core.message.ServerEvent.Delivered;
import dev.beckon.server.core.message.ServerEvent.Notice;
import dev.beckon.server.core.message.ServerEvent.RoomEvent;
import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.PeerPresence;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a session tells its client, over whichever stream there is: first the welcome, then snapshots of its rooms, then what
 * waits in the mailbox, then what happens. A reader that takes nothing while others wait for it is slow.
 *
 * <p>Owned by: session executor.
 */
final class Outbound {

    /** A stream, and what it has been shown. */
    private record Stream(Attachment attachment, StateFeed state) {}

    private final SessionMailbox mailbox;
    private final SerialExecutor executor;
    private final Duration slowAfter;
    private final Consumer<EndReason> lose;
    private @Nullable Stream stream;
    private final OwnedTimer stall;

    /** What the stream has still to be told that it is decided; 0 for nothing. */
    private long decided;

    /** @param lose ends the present stream */
    Outbound(Node node, SerialExecutor executor, SessionMailbox mailbox, Consumer<EndReason> lose) {
        this.mailbox = mailbox;
        this.stall = new OwnedTimer(node.scheduler(), executor);
        this.executor = executor;
        this.slowAfter = node.limits().slowAfter();
        this.lose = lose;
    }

    /** Begins to tell a new stream. The one before must be gone. */
    void attach(
            Attachment attachment, StateFeed state, ServerEvent.Welcome welcome, Collection<PeerPresence> presences) {
        stream = new Stream(attachment, state);
        attachment.link().onDrained(() -> executor.execute(() -> onDrained(attachment)));
        attachment.send(welcome);
        presences.forEach(state::show);
        state.begin(welcome.rooms());
        decided = welcome.lastClientSeq();
        give();
    }

    /** The present stream is given nothing more, and drops the signals and notices that it has not sent yet. */
    void detach() {
        if (stream != null) {
            stopStall();
            mailbox.onStreamGone(stream.attachment().link().stopTracked());
            stream = null;
        }
    }

    /** The present stream is given nothing more, but what it has been given may still leave. */
    void release() {
        if (stream != null) {
            stopStall();
            mailbox.onStreamGone(stream.attachment().link().trackedWritten());
            stream = null;
        }
    }

    /** The present stream is told nothing more, except what it has been given already. */
    void forget() {
        stopStall();
        stream = null;
    }

    /** Takes a signal into the mailbox, unless it is full. */
    boolean signal(Delivered signal) {
        forgetWritten();
        boolean isBehind = stream != null && !stream.attachment().isResumable() && mailbox.next() != null;
        if (isBehind || !mailbox.add(signal)) {
            if (isBehind || mailbox.isFull()) {
                startStall();
            }
            return false;
        }
        give();
        return true;
    }

    /** Takes a notice into the mailbox. */
    void notice(Notice notice) {
        forgetWritten();
        mailbox.add(notice);
        give();
    }

    /** Sends a notice that is repeated until the client heeds it: it is not kept for one who is away, or whose mailbox is full. */
    void warn(Notice warning) {
        if (stream != null && mailbox.hasRoomForNotice()) {
            notice(warning);
        }
    }

    /** A client that acknowledges nothing has handled what was sent, as far as anybody can know. */
    void forgetWritten() {
        if (stream != null && !stream.attachment().isResumable()) {
            mailbox.ack(stream.attachment().link().trackedWritten());
        }
    }

    void room(RoomEvent event) {
        if (stream != null) {
            if (!stream.state().show(event)) {
                startStall();
            }
            if (stream.state().isOverdue()) {
                lose.accept(EndReason.SLOW);
                return;
            }
            give();
        }
    }

    void presence(PeerPresence presence) {
        if (stream != null && !stream.state().show(presence)) {
            startStall();
        }
    }

    /** Of other peers the client wants to know nothing any more. */
    void watchOnly(Set<PeerId> peers) {
        if (stream != null) {
            stream.state().watchOnly(peers);
        }
    }

    /** Sends what matters only now. */
    void state(ServerEvent event) {
        if (stream != null) {
            stream.attachment().send(event);
        }
    }

    /** The outcome of every frame up to {@code seq} is decided. The client learns of it after the notices that tell why. */
    void ackFrames(long seq) {
        decided = seq;
        ackDecided();
    }

    private void ackDecided() {
        if (stream != null && decided != 0 && !mailbox.isNoticeWaiting()) {
            long seq = decided;
            decided = 0;
            stream.attachment().link().ack(seq);
        }
    }

    /** The client has handled everything up to {@code seq}. */
    void onAck(long seq) {
        if (mailbox.ack(seq)) {
            stopStall();
        }
    }

    private void onDrained(Attachment attachment) {
        if (stream == null || stream.attachment() != attachment) {
            return;
        }
        stopStall();
        forgetWritten();
        stream.state().onDrained();
        give();
    }

    /** Hands the stream what waits in the mailbox, as far as it takes it. */
    private void give() {
        if (stream == null || !stream.state().isComplete()) {
            return;
        }
        for (SessionMailbox.Entry next = mailbox.next(); next != null; next = mailbox.next()) {
            if (!stream.attachment().sendTracked(next.seq(), next.event())) {
                startStall();
                return;
            }
            mailbox.onGiven();
        }
        ackDecided();
    }

    /** Others wait for this client to take something. */
    void startStall() {
        if (stream != null && !stall.isRunning()) {
            stall.start(slowAfter, () -> lose.accept(EndReason.SLOW));
        }
    }

    private void stopStall() {
        stall.stop();
    }
}

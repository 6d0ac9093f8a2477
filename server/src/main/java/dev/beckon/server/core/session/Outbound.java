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
 * Sends a session's events over its present stream: first the welcome, then snapshots of its rooms, then the mailbox,
 * then new events. A reader that takes nothing while events wait for it is slow.
 *
 * <p>Owned by: session executor.
 */
final class Outbound {

    /** A stream and the state sent to it. */
    private record Stream(Attachment attachment, StateFeed state) {}

    private final SessionMailbox mailbox;
    private final SerialExecutor executor;
    private final Duration slowAfter;
    private final Consumer<EndReason> lose;
    private @Nullable Stream stream;
    private final OwnedTimer stall;

    /** The highest decided frame not yet acked on the stream; 0 for none. */
    private long decided;

    /** @param lose ends the present stream */
    Outbound(Node node, SerialExecutor executor, SessionMailbox mailbox, Consumer<EndReason> lose) {
        this.mailbox = mailbox;
        this.stall = new OwnedTimer(node.scheduler(), executor);
        this.executor = executor;
        this.slowAfter = node.limits().slowAfter();
        this.lose = lose;
    }

    /** Starts to serve a new stream. The previous one must be detached. */
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

    /** Detaches the present stream, which drops its queued signals and notices. */
    void detach() {
        if (stream != null) {
            stopStall();
            mailbox.onStreamGone(stream.attachment().link().stopTracked());
            stream = null;
        }
    }

    /** Detaches the present stream; what it has queued may still leave. */
    void release() {
        if (stream != null) {
            stopStall();
            mailbox.onStreamGone(stream.attachment().link().trackedWritten());
            stream = null;
        }
    }

    /** Stops serving the present stream, without an effect on its queue or the mailbox. */
    void forget() {
        stopStall();
        stream = null;
    }

    /** Puts a signal into the mailbox, if there is room. */
    SessionMailbox.Room signal(Delivered signal) {
        forgetWritten();
        boolean isBehind = stream != null && !stream.attachment().isResumable() && mailbox.next() != null;
        SessionMailbox.Room room = isBehind ? SessionMailbox.Room.MAILBOX_FULL : mailbox.add(signal);
        switch (room) {
            case TAKEN -> give();
            case MAILBOX_FULL, SENDER_FULL -> startStall();
            case SUBJECT_FULL, BUDGET_FULL -> {
                // Not for want of reading.
            }
        }
        return room;
    }

    /** Puts a notice into the mailbox. */
    void notice(Notice notice) {
        forgetWritten();
        mailbox.add(notice);
        give();
    }

    /**
     * Sends a notice about no frame or signal of the client. It is dropped if the client is away or its mailbox is full.
     */
    void warn(Notice warning) {
        if (stream != null && mailbox.hasRoomForNotice()) {
            notice(warning);
        }
    }

    /** Counts what was sent to a client without acks as handled: nothing else is known. */
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

    /** Drops pending presence of all other peers. */
    void watchOnly(Set<PeerId> peers) {
        if (stream != null) {
            stream.state().watchOnly(peers);
        }
    }

    /** Sends an event that is of no use later. */
    void state(ServerEvent event) {
        if (stream != null) {
            stream.attachment().send(event);
        }
    }

    /** Acks every frame up to {@code seq} as decided, after the notices that give the reasons. */
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

    /** Passes the mailbox to the stream, as far as it takes it. */
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

    /** Starts the time limit: events wait for this client to read. */
    void startStall() {
        if (stream != null && !stall.isRunning()) {
            stall.start(slowAfter, () -> lose.accept(EndReason.SLOW));
        }
    }

    private void stopStall() {
        stall.stop();
    }
}

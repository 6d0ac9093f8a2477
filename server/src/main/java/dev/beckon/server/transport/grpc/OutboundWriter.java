package dev.beckon.server.transport.grpc;

import com.google.protobuf.CodedOutputStream;
import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.message.ServerEvent;
import dev.beckon.server.core.port.PeerLink;
import dev.beckon.server.core.port.SignalingEvents;
import dev.beckon.server.core.session.SerialExecutor;
import dev.beckon.server.core.session.Turns;
import dev.beckon.server.wire.EventEncoder;
import dev.beckon.v1.Event;
import dev.beckon.v1.ServerFrame;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The only writer of one stream. Events are queued in two bounded queues, for state and for tracked events; the
 * stream's own thread drains them into as few frames as possible while the stream is ready. Nothing is written while
 * the lock is held.
 */
final class OutboundWriter implements PeerLink {

    /** How the client receives acks. */
    enum Acks {
        /** In frames of this stream, at once. */
        SENT,
        /**
         * In the response of Send; frames sent for other reasons carry the ack too. Frames that were decided on an
         * earlier stream have no response here, so their ack is sent.
         */
        CARRIED
    }

    private static final int MAX_FRAME_BYTES = 1024 * 1024;

    private record Tracked(long seq, Event event) {}

    // fixed
    private final ServerCallStreamObserver<ServerFrame> stream;
    private final SerialExecutor streamExecutor;
    private final String attachmentToken;
    private final Acks acks;
    private final int capacityBytes;
    private final SignalingEvents events;
    private final Runnable drain = this::drain;
    private final Object lock = new Object();
    private volatile Runnable drained = () -> {};
    private volatile boolean numbered;

    // guarded by lock
    private final Queue<Event> state = new ArrayDeque<>(2);
    private final Queue<Tracked> tracked = new ArrayDeque<>(2);
    private int stateBytes;
    private int trackedBytes;
    private boolean full;
    private long trackedWritten;
    private boolean trackedStopped;
    private long ack;
    private long ackSent;
    private boolean ackAwaited;
    private long waitingSince;
    private boolean scheduled;
    private boolean closing;
    private boolean closed;
    private @Nullable StatusRuntimeException end;

    OutboundWriter(
            ServerCallStreamObserver<ServerFrame> stream,
            Executor streamThread,
            SignalingEvents events,
            String attachmentToken,
            Acks acks,
            int capacityBytes) {
        this.stream = stream;
        this.streamExecutor = new SerialExecutor(Turns.on(streamThread), fault -> events.fault("stream", fault));
        this.attachmentToken = attachmentToken;
        this.acks = acks;
        this.events = events;
        this.capacityBytes = capacityBytes;
        stream.setOnReadyHandler(this::onReady);
    }

    @Override
    public boolean send(ServerEvent event) {
        synchronized (lock) {
            if (closing) {
                return true;
            }
            // Checked before encoding, so that one event always fits, however large. Only the session adds events, so
            // that there can only be more room when they are added below. A GoAway is always taken.
            if (stateBytes >= capacityBytes && !(event instanceof ServerEvent.GoAway)) {
                full = true;
                return false;
            }
        }
        List<Event> encoded = EventEncoder.encode(event, attachmentToken);
        synchronized (lock) {
            if (closing) {
                return true;
            }
            if (event instanceof ServerEvent.Welcome welcome) {
                numbered = welcome.liveness() != null;
                ackAwaited = welcome.lastClientSeq() > 0;
            }
            for (Event next : encoded) {
                state.add(next);
                stateBytes += size(next);
            }
            if (!claimDrain()) {
                return true;
            }
        }
        streamExecutor.execute(drain);
        return true;
    }

    @Override
    public boolean sendTracked(long seq, ServerEvent event) {
        synchronized (lock) {
            if (closing || trackedStopped) {
                return true;
            }
            if (trackedBytes >= capacityBytes) {
                full = true;
                return false;
            }
        }
        Event encoded = EventEncoder.encodeTracked(numbered ? seq : 0, event);
        synchronized (lock) {
            if (closing || trackedStopped) {
                return true;
            }
            tracked.add(new Tracked(seq, encoded));
            trackedBytes += size(encoded);
            if (!claimDrain()) {
                return true;
            }
        }
        streamExecutor.execute(drain);
        return true;
    }

    @Override
    public long trackedWritten() {
        synchronized (lock) {
            return trackedWritten;
        }
    }

    @Override
    public long stopTracked() {
        synchronized (lock) {
            trackedStopped = true;
            if (!tracked.isEmpty()) {
                // A notice may be among them: its frame must not be acked without it.
                ack = ackSent;
            }
            tracked.clear();
            trackedBytes = 0;
            return trackedWritten;
        }
    }

    @Override
    public void onDrained(Runnable whenDrained) {
        drained = whenDrained;
    }

    @Override
    public void ack(long seq) {
        synchronized (lock) {
            if (trackedStopped) {
                return;
            }
            ack = seq;
            if (waitsForOthers() || closing || !claimDrain()) {
                return;
            }
        }
        streamExecutor.execute(drain);
    }

    @Override
    public void close(EndReason reason, String words) {
        if (reason == EndReason.SLOW) {
            // A slow client would not read the rest either.
            synchronized (lock) {
                state.clear();
                tracked.clear();
            }
        }
        close(Statuses.ofEnd(reason, words));
    }

    /** Ends the stream after the queued events, unless its end is already decided. */
    void close(@Nullable StatusRuntimeException status) {
        synchronized (lock) {
            if (closing) {
                return;
            }
            closing = true;
            end = status;
            scheduled = true;
        }
        streamExecutor.execute(drain);
    }

    private void onReady() {
        streamExecutor.execute(drain);
    }

    /** Returns whether the caller must schedule a drain, because none is scheduled. Needs the lock. */
    private boolean claimDrain() {
        if (waitingSince == 0) {
            waitingSince = System.nanoTime();
        }
        boolean mine = !scheduled;
        scheduled = true;
        return mine;
    }

    private void drain() {
        boolean more = true;
        while (more) {
            // Called outside the lock, because it enters the transport.
            more = step(stream.isReady());
        }
    }

    /** Writes one frame, or ends the stream. Returns whether there may be more to do. */
    private boolean step(boolean ready) {
        @Nullable ServerFrame frame;
        long relayedSince;
        boolean hasRoomAgain;
        synchronized (lock) {
            scheduled = false;
            if (closed || (nothingToSay() && !closing)) {
                return false;
            }
            if (!nothingToSay() && !ready && !closing) {
                // onReady will drain. Until then additions to the queues schedule nothing.
                scheduled = true;
                return stream.isReady();
            }
            closed = nothingToSay();
            long before = trackedWritten;
            frame = closed ? null : fill();
            relayedSince = trackedWritten == before ? 0 : waitingSince;
            waitingSince = isEmpty() ? 0 : waitingSince;
            hasRoomAgain = full && isEmpty();
            full = full && !hasRoomAgain;
        }
        if (frame == null) {
            finish();
            return false;
        }
        stream.onNext(frame);
        if (relayedSince != 0) {
            events.relayed(System.nanoTime() - relayedSince);
        }
        if (hasRoomAgain) {
            drained.run();
        }
        return true;
    }

    private boolean isEmpty() {
        return state.isEmpty() && tracked.isEmpty();
    }

    private boolean nothingToSay() {
        return isEmpty() && (ack == ackSent || (waitsForOthers() && !closing));
    }

    /** Returns whether an ack waits for another reason to send a frame. */
    private boolean waitsForOthers() {
        return acks == Acks.CARRIED && !ackAwaited;
    }

    /** State first: it is small, and signals may depend on it. */
    private ServerFrame fill() {
        ServerFrame.Builder frame = ServerFrame.newBuilder();
        int bytes = 0;
        for (Event next = state.peek(); next != null && fits(bytes, next); next = state.peek()) {
            state.remove();
            frame.addEvents(next);
            bytes += size(next);
            stateBytes -= size(next);
        }
        for (Tracked next = tracked.peek();
                state.isEmpty() && next != null && fits(bytes, next.event());
                next = tracked.peek()) {
            tracked.remove();
            frame.addEvents(next.event());
            bytes += size(next.event());
            trackedBytes -= size(next.event());
            trackedWritten = next.seq();
        }
        if (isEmpty()) {
            // Only now: an ack must not leave before the notice that belongs to it.
            ackAwaited = ackAwaited && ack == 0;
            ackSent = ack;
        }
        return frame.setAck(ackSent).build();
    }

    private static boolean fits(int bytes, Event next) {
        return bytes == 0 || bytes + size(next) <= MAX_FRAME_BYTES;
    }

    /** Returns the size within a frame, including tag and length. */
    private static int size(Event event) {
        return CodedOutputStream.computeMessageSize(ServerFrame.EVENTS_FIELD_NUMBER, event);
    }

    private void finish() {
        if (stream.isCancelled()) {
            return;
        }
        if (end == null) {
            stream.onCompleted();
        } else {
            stream.onError(end);
        }
    }
}

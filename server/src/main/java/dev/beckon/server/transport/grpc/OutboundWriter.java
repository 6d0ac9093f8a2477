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
 * The single writer of one stream. Events gather in two bounded queues, for state and for what is tracked; the stream's own
 * thread drains them into as few frames as possible whenever the stream is ready. Nothing is written while the lock is held.
 */
final class OutboundWriter implements PeerLink {

    /** How the client learns that its frames are decided. */
    enum Acks {
        /** By frames of this stream, at once. */
        SENT,
        /**
         * By the response of Send; frames that leave anyway carry it too. What was decided on an earlier stream no response
         * tells: that ack is sent.
         */
        CARRIED
    }

    private static final int MAX_FRAME_BYTES = 1024 * 1024;

    private record Tracked(long seq, Event event) {}

    // for the connection
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
        List<Event> encoded = EventEncoder.encode(event, attachmentToken);
        synchronized (lock) {
            if (closing) {
                return true;
            }
            // Asked before adding, so that one event always fits, however large it is. The last word is always taken.
            if (stateBytes >= capacityBytes && !(event instanceof ServerEvent.GoAway)) {
                full = true;
                return false;
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
        Event encoded = EventEncoder.encodeTracked(numbered ? seq : 0, event);
        synchronized (lock) {
            if (closing || trackedStopped) {
                return true;
            }
            if (trackedBytes >= capacityBytes) {
                full = true;
                return false;
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
                // A notice may be among them: its frame is not acked without it.
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
            // It would not read the rest either.
            synchronized (lock) {
                state.clear();
                tracked.clear();
            }
        }
        close(Statuses.ofEnd(reason, words));
    }

    /** Ends the stream after what is queued, unless its end is already decided. */
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

    /** Whether the caller has to schedule a drain: none is under way. Needs the lock. */
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
            // Asked outside the lock: it is the transport's word.
            more = step(stream.isReady());
        }
    }

    /** Writes one frame, or ends the stream. Whether there may be more to do. */
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
                // onReady drains. Until then adding to the queues wakes nobody.
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

    /** Whether an ack leaves only with something else. */
    private boolean waitsForOthers() {
        return acks == Acks.CARRIED && !ackAwaited;
    }

    /** State first: it is little, and signals may rest on it. */
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
            // Only now: no ack goes out before the notice that belongs to it.
            ackAwaited = ackAwaited && ack == 0;
            ackSent = ack;
        }
        return frame.setAck(ackSent).build();
    }

    private static boolean fits(int bytes, Event next) {
        return bytes == 0 || bytes + size(next) <= MAX_FRAME_BYTES;
    }

    /** Its share of a frame: itself, its tag and its length. */
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

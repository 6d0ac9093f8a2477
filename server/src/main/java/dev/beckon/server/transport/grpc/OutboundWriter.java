package dev.beckon.server.transport.grpc;

import com.google.protobuf.CodedOutputStream;
import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.message.ServerEvent;
import dev.beckon.server.core.message.ServerEvent.Delivered;
import dev.beckon.server.core.port.PeerLink;
import dev.beckon.server.core.session.SerialExecutor;
import dev.beckon.server.wire.EventEncoder;
import dev.beckon.v1.Event;
import dev.beckon.v1.ServerFrame;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The single writer of one stream. Events gather in a bounded queue; the stream's own thread drains it into as few frames
 * as possible whenever the stream is ready. Nothing is written while the lock is held.
 */
final class OutboundWriter implements PeerLink {

    /** How the client learns that its frames are decided. */
    enum Acks {
        /** By frames of this stream, at once. */
        SENT,
        /** By the response of Send; frames that leave anyway carry it too. */
        CARRIED
    }

    private static final int MAX_FRAME_BYTES = 1024 * 1024;

    /** What nobody can be refused, such as the change of a room, has this much more room than signals. */
    private static final int RESERVE = 2;

    // for the connection
    private final ServerCallStreamObserver<ServerFrame> stream;
    private final SerialExecutor streamExecutor;
    private final String attachmentToken;
    private final Acks acks;
    private final int capacityBytes;
    private final Runnable drain = this::drain;
    private final Object lock = new Object();

    // guarded by lock
    private final Queue<Event> queue = new ArrayDeque<>(4);
    private int queuedBytes;
    private long ack;
    private long ackSent;
    private boolean scheduled;
    private boolean closing;
    private boolean closed;
    private @Nullable StatusRuntimeException end;

    OutboundWriter(
            ServerCallStreamObserver<ServerFrame> stream,
            Executor streamThread,
            Consumer<Throwable> onFault,
            String attachmentToken,
            Acks acks,
            int capacityBytes) {
        this.stream = stream;
        this.streamExecutor = new SerialExecutor(streamThread, onFault);
        this.attachmentToken = attachmentToken;
        this.acks = acks;
        this.capacityBytes = capacityBytes;
        stream.setOnReadyHandler(this::onReady);
    }

    @Override
    public boolean send(ServerEvent event) {
        int capacity = event instanceof Delivered ? capacityBytes : RESERVE * capacityBytes;
        List<Event> encoded = EventEncoder.encode(event, attachmentToken);
        synchronized (lock) {
            if (closing) {
                return true;
            }
            // Asked before adding, so that one event always fits, however large it is.
            if (queuedBytes >= capacity) {
                return false;
            }
            for (Event next : encoded) {
                queue.add(next);
                queuedBytes += size(next);
            }
            if (!claimDrain()) {
                return true;
            }
        }
        streamExecutor.execute(drain);
        return true;
    }

    @Override
    public void ack(long seq) {
        synchronized (lock) {
            ack = seq;
            if (acks == Acks.CARRIED || closing || !claimDrain()) {
                return;
            }
        }
        streamExecutor.execute(drain);
    }

    @Override
    public void close(EndReason reason, String reference) {
        if (reason == EndReason.SLOW) {
            synchronized (lock) {
                queue.clear();
                queuedBytes = 0;
            }
        }
        close(Statuses.ofEnd(reason, reference));
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
        boolean mine = !scheduled;
        scheduled = true;
        return mine;
    }

    private void drain() {
        while (true) {
            boolean ready = stream.isReady();
            ServerFrame.Builder frame = ServerFrame.newBuilder();
            synchronized (lock) {
                scheduled = false;
                if (closed) {
                    return;
                }
                if (nothingToSay()) {
                    if (!closing) {
                        return;
                    }
                    closed = true;
                    break;
                }
                if (!ready && !closing) {
                    // onReady drains. Until then adding to the queue wakes nobody.
                    scheduled = true;
                    if (!stream.isReady()) {
                        return;
                    }
                    continue;
                }
                fill(frame);
            }
            stream.onNext(frame.build());
        }
        finish();
    }

    private boolean nothingToSay() {
        return queue.isEmpty() && (ack == ackSent || (acks == Acks.CARRIED && !closing));
    }

    private void fill(ServerFrame.Builder frame) {
        int bytes = 0;
        for (Event next = queue.peek(); next != null; next = queue.peek()) {
            int size = size(next);
            if (bytes != 0 && bytes + size > MAX_FRAME_BYTES) {
                break;
            }
            bytes += size;
            queuedBytes -= size;
            frame.addEvents(next);
            queue.remove();
        }
        if (queue.isEmpty()) {
            // Only now: no ack goes out before the notice that belongs to it.
            ackSent = ack;
        }
        frame.setAck(ackSent);
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

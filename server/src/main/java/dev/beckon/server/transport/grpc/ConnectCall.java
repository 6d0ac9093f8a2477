package dev.beckon.server.transport.grpc;

import dev.beckon.server.core.port.Scheduler;
import dev.beckon.server.core.session.Attachment;
import dev.beckon.server.core.session.Receipt;
import dev.beckon.server.wire.FrameDecoder;
import dev.beckon.v1.ClientFrame;
import dev.beckon.v1.ServerFrame;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The receiving side of Connect. Requests the next frame from gRPC once the outcome of the previous one is decided, so
 * that flow control slows down a client that sends too fast.
 */
final class ConnectCall implements StreamObserver<Parsed<ClientFrame>>, Receipt {

    private static final int YIELD_EVERY = 64;

    private final SessionStream stream;
    private final FrameDecoder frames;
    private final ServerCallStreamObserver<ServerFrame> call;
    private final int maxFrameBytes;
    private final Executor loop;
    private int streak;
    /** Null after the first frame: even a cancelled timer takes memory, and streams live for hours. */
    private Scheduler.@Nullable Timer helloTimer;
    /** Decides between the first frame and the timer, which run on different threads. */
    private final AtomicBoolean begun = new AtomicBoolean();

    ConnectCall(
            SessionStream stream,
            FrameDecoder frames,
            ServerCallStreamObserver<ServerFrame> call,
            Executor loop,
            Door door) {
        Duration timeToHello = door.timeToHello();
        this.stream = stream;
        this.frames = frames;
        this.call = call;
        this.loop = loop;
        this.maxFrameBytes = door.limits().frameBytes();
        this.helloTimer = door.scheduler().schedule(timeToHello, () -> {
            if (begun.compareAndSet(false, true)) {
                stream.fail(Statuses.helloTimeout(timeToHello));
            }
        });
        call.disableAutoRequest();
        call.setOnCancelHandler(this::onGone);
        call.setOnCloseHandler(this::onGone);
        call.request(1);
    }

    @Override
    public void onNext(Parsed<ClientFrame> parsed) {
        switch (parsed) {
            case Parsed.TooLarge<ClientFrame>(int bytes) -> fail(Statuses.frameTooLarge(bytes, maxFrameBytes));
            case Parsed.Malformed<ClientFrame>() -> fail(Statuses.malformedFrame());
            case Parsed.Message<ClientFrame>(ClientFrame frame) -> {
                Attachment attachment = stream.attachment();
                if (attachment != null) {
                    attachment.receive(frame.getSeq(), frame.getAck(), frames.decode(frame), this);
                } else if (begin()) {
                    first(frame);
                }
            }
        }
    }

    @Override
    public void onError(Throwable cancelled) {
        onGone();
    }

    @Override
    public void onCompleted() {
        if (begin()) {
            stream.fail(Statuses.helloExpected());
        } else {
            stream.end();
        }
    }

    /** Yields to other streams now and then: a megabyte of small frames may wait in the socket. */
    @Override
    public void decided(long ack) {
        streak++;
        if (streak % YIELD_EVERY == 0) {
            loop.execute(() -> call.request(1));
        } else {
            call.request(1);
        }
    }

    @Override
    public void gap(long expected) {
        stream.fail(Statuses.seqGap(expected));
    }

    @Override
    public void overrun() {
        // Frames are processed one at a time: the next is requested once the outcome is decided.
        throw new IllegalStateException("Connect overlapped its own frames");
    }

    @Override
    public void takenOver() {
        // The status of this stream informs the client.
    }

    @Override
    public void ended() {
        // The stream is ending; its status informs the client.
    }

    private void first(ClientFrame frame) {
        if (!frame.hasHello()) {
            stream.fail(Statuses.helloExpected());
            return;
        }
        Attachment attachment = stream.prepare(frame.getHello(), frame.getSeq(), () -> {});
        if (attachment != null) {
            stream.attach(attachment, () -> call.request(1), () -> {});
        }
    }

    private boolean begin() {
        Scheduler.Timer timer = helloTimer;
        if (timer != null) {
            timer.cancel();
            helloTimer = null;
        }
        return begun.compareAndSet(false, true);
    }

    private void onGone() {
        begin();
        stream.end();
    }

    private void fail(StatusRuntimeException status) {
        begin();
        stream.fail(status);
    }
}

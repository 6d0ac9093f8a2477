package dev.beckon.server.transport.grpc;

import dev.beckon.server.core.port.Scheduler;
import dev.beckon.server.limits.DoorLimit;
import dev.beckon.server.limits.LimitListener;
import dev.beckon.server.limits.UploadPace;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Ends calls whose single request message arrives too slowly, such as Send and Open. One timer checks all waiting calls
 * instead of one timer per call: nearly all messages arrive with their headers. Callable from any thread.
 */
public final class RequestTimeoutInterceptor implements ServerInterceptor, AutoCloseable {

    private static final int LOOKS_PER_TIMEOUT = 4;

    private final UploadPace pace;
    private final Scheduler scheduler;
    private final StreamExecutors threads;
    private final LimitListener listener;
    private final Set<Waiting<?>> waiting = ConcurrentHashMap.newKeySet();
    private volatile Scheduler.Timer timer;
    private volatile boolean closed;

    /**
     * Starts the timer.
     *
     * @param pace of the message, starting with the headers; detection may take a quarter of its patience longer
     */
    public RequestTimeoutInterceptor(
            UploadPace pace, Scheduler scheduler, StreamExecutors threads, LimitListener listener) {
        this.pace = pace;
        this.scheduler = scheduler;
        this.threads = threads;
        this.listener = listener;
        this.timer = lookLater();
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        if (!call.getMethodDescriptor().getType().clientSendsOneMessage()) {
            return next.startCall(call, headers);
        }
        Waiting<Q> request =
                new Waiting<>(call, next.startCall(call, headers), threads.current(), scheduler.nanoTime());
        waiting.add(request);
        return request;
    }

    /** Returns the number of calls that wait for their message. */
    public int waiting() {
        return waiting.size();
    }

    /** Stops the timer. */
    @Override
    public void close() {
        closed = true;
        timer.cancel();
    }

    private Scheduler.Timer lookLater() {
        return scheduler.schedule(pace.patience().dividedBy(LOOKS_PER_TIMEOUT), this::look);
    }

    private void look() {
        long now = scheduler.nanoTime();
        for (Waiting<?> request : waiting) {
            if (request.isTooSlow(now)) {
                request.expire();
            }
        }
        if (!closed) {
            timer = lookLater();
        }
    }

    private final class Waiting<Q> extends SimpleForwardingServerCallListener<Q> {

        private final ServerCall<Q, ?> call;
        private final Executor thread;
        private final UploadPace.Follower follower;
        private final @Nullable InboundBytes bytes = InboundBytes.current();
        private long counted;

        Waiting(ServerCall<Q, ?> call, ServerCall.Listener<Q> listener, Executor thread, long since) {
            super(listener);
            this.call = call;
            this.thread = thread;
            this.follower = pace.follow(since);
        }

        @Override
        public void onHalfClose() {
            waiting.remove(this);
            super.onHalfClose();
        }

        @Override
        public void onCancel() {
            waiting.remove(this);
            super.onCancel();
        }

        @Override
        public void onComplete() {
            waiting.remove(this);
            super.onComplete();
        }

        /** Called only by the timer. */
        private boolean isTooSlow(long now) {
            long count = bytes == null ? 0 : bytes.count();
            follower.onBytes(count - counted, now);
            counted = count;
            return follower.patienceLeftNanos(now) <= 0;
        }

        /** Runs on the thread of the call, so that no callback runs at the same time. */
        private void expire() {
            thread.execute(() -> {
                if (waiting.remove(this)) {
                    listener.onLimit(DoorLimit.REQUEST_TIMEOUT);
                    StatusRuntimeException tooSlow = Statuses.requestTimeout();
                    call.close(
                            tooSlow.getStatus(), Objects.requireNonNullElseGet(tooSlow.getTrailers(), Metadata::new));
                }
            });
        }
    }
}

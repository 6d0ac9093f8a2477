package dev.beckon.server.transport.grpc;

import dev.beckon.server.core.port.Scheduler;
import dev.beckon.server.limits.DoorLimit;
import dev.beckon.server.limits.LimitListener;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Ends calls whose one request message does not arrive in time, such as Send and Open. One timer looks at all calls that
 * wait, instead of one timer per call: nearly all messages arrive with their headers. Callable from any thread.
 */
public final class RequestTimeoutInterceptor implements ServerInterceptor, AutoCloseable {

    private static final int LOOKS_PER_TIMEOUT = 4;

    private final Duration timeout;
    private final Scheduler scheduler;
    private final StreamExecutors threads;
    private final LimitListener listener;
    private final Set<Waiting<?>> waiting = ConcurrentHashMap.newKeySet();
    private volatile Scheduler.Timer timer;
    private volatile boolean closed;

    /**
     * Begins to look.
     *
     * @param timeout for the message, from the headers on; it may take a quarter longer until that is noticed
     */
    public RequestTimeoutInterceptor(
            Duration timeout, Scheduler scheduler, StreamExecutors threads, LimitListener listener) {
        this.timeout = timeout;
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

    /** How many calls wait for their message. */
    public int waiting() {
        return waiting.size();
    }

    /** Looks no more. */
    @Override
    public void close() {
        closed = true;
        timer.cancel();
    }

    private Scheduler.Timer lookLater() {
        return scheduler.schedule(timeout.dividedBy(LOOKS_PER_TIMEOUT), this::look);
    }

    private void look() {
        long now = scheduler.nanoTime();
        for (Waiting<?> request : waiting) {
            if (now - request.since >= timeout.toNanos()) {
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
        private final long since;

        Waiting(ServerCall<Q, ?> call, ServerCall.Listener<Q> listener, Executor thread, long since) {
            super(listener);
            this.call = call;
            this.thread = thread;
            this.since = since;
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

        /** On the thread of the call, where nothing else happens to it meanwhile. */
        private void expire() {
            thread.execute(() -> {
                if (waiting.remove(this)) {
                    listener.onLimit(DoorLimit.REQUEST_TIMEOUT);
                    call.close(Statuses.requestTimeout(timeout), new Metadata());
                }
            });
        }
    }
}

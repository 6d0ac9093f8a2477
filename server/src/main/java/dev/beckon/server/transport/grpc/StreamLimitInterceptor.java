package dev.beckon.server.transport.grpc;

import dev.beckon.server.limits.ConcurrencyLimits;
import dev.beckon.server.limits.DoorLimit;
import dev.beckon.server.limits.LimitListener;
import dev.beckon.v1.SignalingGrpc;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import java.net.InetAddress;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Limits the streams of Connect and Open per client behind trusted proxies, whose connections tell nothing about their
 * clients. Clients that connect directly are limited by connections. Must run after {@link ClientAddressInterceptor}.
 * Callable from any thread.
 */
public final class StreamLimitInterceptor implements ServerInterceptor {

    private static final Set<String> LIMITED = Set.of(
            SignalingGrpc.getConnectMethod().getFullMethodName(),
            SignalingGrpc.getOpenMethod().getFullMethodName());

    private final ConcurrencyLimits limits;
    private final LimitListener listener;

    public StreamLimitInterceptor(ConcurrencyLimits limits, LimitListener listener) {
        this.limits = limits;
        this.listener = listener;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        InetAddress client = ClientAddressInterceptor.client();
        if (client == null
                || ClientAddressInterceptor.behindProxy().isEmpty()
                || !LIMITED.contains(call.getMethodDescriptor().getFullMethodName())) {
            return next.startCall(call, headers);
        }
        DoorLimit refusal = refusal(limits.tryTake(client));
        if (refusal != null) {
            listener.onLimit(refusal);
            StatusRuntimeException refused = Statuses.tooManyStreams();
            call.close(refused.getStatus(), Objects.requireNonNullElseGet(refused.getTrailers(), Metadata::new));
            return new ServerCall.Listener<>() {};
        }
        Permit permit = new Permit(client);
        try {
            return new ReleasingListener<>(next.startCall(call, headers), permit);
        } catch (RuntimeException fault) {
            permit.release();
            throw fault;
        }
    }

    private static @Nullable DoorLimit refusal(ConcurrencyLimits.Outcome outcome) {
        return switch (outcome) {
            case TAKEN -> null;
            case TOO_MANY_OF_ADDRESS -> DoorLimit.STREAMS_PER_ADDRESS;
            case TOO_MANY -> DoorLimit.STREAMS;
        };
    }

    private final class Permit {

        private final InetAddress client;
        private final AtomicBoolean released = new AtomicBoolean();

        Permit(InetAddress client) {
            this.client = client;
        }

        void release() {
            if (released.compareAndSet(false, true)) {
                limits.release(client);
            }
        }
    }

    /** A call ends with one of these two callbacks. */
    private static final class ReleasingListener<Q> extends SimpleForwardingServerCallListener<Q> {

        private final StreamLimitInterceptor.Permit permit;

        ReleasingListener(ServerCall.Listener<Q> listener, StreamLimitInterceptor.Permit permit) {
            super(listener);
            this.permit = permit;
        }

        @Override
        public void onComplete() {
            permit.release();
            super.onComplete();
        }

        @Override
        public void onCancel() {
            permit.release();
            super.onCancel();
        }
    }
}

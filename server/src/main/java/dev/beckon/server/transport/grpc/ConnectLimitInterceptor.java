package dev.beckon.server.transport.grpc;

import dev.beckon.server.limits.ConnectLimits;
import dev.beckon.server.limits.DoorLimit;
import dev.beckon.server.limits.LimitListener;
import dev.beckon.v1.SignalingGrpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import java.net.InetAddress;
import java.util.Objects;
import java.util.Set;

/**
 * Refuses Connect and Open of clients that connect too often, before their messages are decoded. Must run after {@link
 * ClientAddressInterceptor}. Callable from any thread.
 */
public final class ConnectLimitInterceptor implements ServerInterceptor {

    private static final Set<String> LIMITED = Set.of(
            SignalingGrpc.getConnectMethod().getFullMethodName(),
            SignalingGrpc.getOpenMethod().getFullMethodName());

    private final ConnectLimits limits;
    private final LimitListener listener;

    public ConnectLimitInterceptor(ConnectLimits limits, LimitListener listener) {
        this.limits = limits;
        this.listener = listener;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        InetAddress client = ClientAddressInterceptor.client();
        if (client == null || !LIMITED.contains(call.getMethodDescriptor().getFullMethodName())) {
            return next.startCall(call, headers);
        }
        long waitNanos = limits.takeOrWaitNanos(client);
        if (waitNanos == 0) {
            return next.startCall(call, headers);
        }
        listener.onLimit(DoorLimit.CONNECTS_PER_ADDRESS);
        StatusRuntimeException refused = Statuses.tooManyConnects(waitNanos);
        call.close(refused.getStatus(), Objects.requireNonNullElseGet(refused.getTrailers(), Metadata::new));
        return new ServerCall.Listener<>() {};
    }
}

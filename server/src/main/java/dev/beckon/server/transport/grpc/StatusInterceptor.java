package dev.beckon.server.transport.grpc;

import dev.beckon.server.core.port.SignalingEvents;
import io.grpc.BindableService;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Ensures that only listed codes leave the service, each with a reason. Anything else is an internal error, which is
 * logged under a reference; the client receives only the reference.
 */
final class StatusInterceptor implements ServerInterceptor {

    private static final Context.Key<String> PEER_ADDRESS = Context.keyWithDefault("peer address", "");

    private static final Context.Key<@Nullable String> ACCESS_TOKEN = Context.key("access token");
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final String BEARER = "Bearer ";

    private static final Set<Status.Code> ALLOWED = EnumSet.of(
            Status.Code.UNAUTHENTICATED,
            Status.Code.PERMISSION_DENIED,
            Status.Code.ALREADY_EXISTS,
            Status.Code.INVALID_ARGUMENT,
            Status.Code.RESOURCE_EXHAUSTED,
            Status.Code.ABORTED,
            Status.Code.UNAVAILABLE,
            Status.Code.INTERNAL);

    private final SignalingEvents events;
    private final Set<Status.Code> allowed;

    private StatusInterceptor(SignalingEvents events, Set<Status.Code> more) {
        this.events = events;
        this.allowed = EnumSet.copyOf(ALLOWED);
        allowed.addAll(more);
    }

    /** @param more codes of this service, in addition to those of all services */
    static ServerServiceDefinition intercept(BindableService service, SignalingEvents events, Set<Status.Code> more) {
        return ServerInterceptors.intercept(service.bindService(), new StatusInterceptor(events, more));
    }

    /** Returns the client's address of the current call, "" if the transport has none. */
    static String peerAddress() {
        String behindProxy = ClientAddressInterceptor.behindProxy();
        return behindProxy.isEmpty() ? PEER_ADDRESS.get() : behindProxy;
    }

    /** Returns the access token of the current call; null if it has none. */
    static @Nullable String accessToken() {
        return ACCESS_TOKEN.get();
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        Context context = Context.current()
                .withValue(PEER_ADDRESS, CallerAddress.of(call))
                .withValue(ACCESS_TOKEN, bearerToken(headers.get(AUTHORIZATION)));
        ServerCall<Q, R> checked = new Checked<>(call);
        return new Mapping<>(Contexts.interceptCall(context, checked, headers, next), checked);
    }

    /** The scheme's name is case-insensitive (RFC 9110, section 11.1). */
    private static @Nullable String bearerToken(@Nullable String authorization) {
        return authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? authorization.substring(BEARER.length()).strip()
                : null;
    }

    private final class Checked<Q, R> extends SimpleForwardingServerCall<Q, R> {

        Checked(ServerCall<Q, R> call) {
            super(call);
        }

        @Override
        public void close(Status status, Metadata trailers) {
            if (status.isOk() || isCancellation(status) || isListed(status, trailers)) {
                super.close(status, trailers);
                return;
            }
            if (status.getCode() == Status.Code.INTERNAL && status.getCause() == null) {
                // gRPC reports a malformed call, such as half-closing without a request, as INTERNAL without a cause.
                StatusRuntimeException malformed = Statuses.malformedFrame();
                super.close(malformed.getStatus(), trailersOf(malformed));
                return;
            }
            String reference =
                    events.fault(getMethodDescriptor().getFullMethodName(), status.asRuntimeException(trailers));
            StatusRuntimeException told = Statuses.fault(reference);
            super.close(told.getStatus(), trailersOf(told));
        }

        private boolean isCancellation(Status status) {
            return status.getCode() == Status.Code.CANCELLED || status.getCode() == Status.Code.DEADLINE_EXCEEDED;
        }

        private boolean isListed(Status status, Metadata trailers) {
            com.google.rpc.Status details = StatusProto.fromStatusAndTrailers(status, trailers);
            return allowed.contains(status.getCode()) && details != null && details.getDetailsCount() > 0;
        }
    }

    private static final class Mapping<Q, R> extends SimpleForwardingServerCallListener<Q> {

        private final ServerCall<Q, R> call;

        Mapping(ServerCall.Listener<Q> listener, ServerCall<Q, R> call) {
            super(listener);
            this.call = call;
        }

        @Override
        public void onMessage(Q message) {
            guard(() -> super.onMessage(message));
        }

        @Override
        public void onHalfClose() {
            guard(super::onHalfClose);
        }

        @Override
        public void onReady() {
            guard(super::onReady);
        }

        private void guard(Runnable callback) {
            try {
                callback.run();
            } catch (RuntimeException fault) {
                call.close(Status.UNKNOWN.withCause(fault), new Metadata());
            }
        }
    }

    private static Metadata trailersOf(StatusRuntimeException status) {
        Metadata trailers = status.getTrailers();
        return trailers == null ? new Metadata() : trailers;
    }
}

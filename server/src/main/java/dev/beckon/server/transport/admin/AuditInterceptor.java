package dev.beckon.server.transport.admin;

import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import dev.beckon.server.core.port.AdminAudit;
import dev.beckon.server.transport.grpc.CallerAddress;
import dev.beckon.server.wire.LoggedFields;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Records each call of the Admin service once, when its outcome is known. Callable from any thread. */
final class AuditInterceptor implements ServerInterceptor {

    private static final Context.Key<@Nullable Entry> ENTRY = Context.key("audit entry");

    private final AdminAudit audit;

    AuditInterceptor(AdminAudit audit) {
        this.audit = audit;
    }

    /** Returns the entry of the current call, for the method that answers it. */
    static Entry entry() {
        return Objects.requireNonNull(ENTRY.get(), "each call has an entry");
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        Entry entry = new Entry(call.getMethodDescriptor().getBareMethodName(), CallerAddress.of(call));
        ServerCall.Listener<Q> listener = Contexts.interceptCall(
                Context.current().withValue(ENTRY, entry), new Watched<>(call, entry), headers, next);
        return new SimpleForwardingServerCallListener<>(listener) {
            @Override
            public void onCancel() {
                super.onCancel();
                entry.onCancel();
            }
        };
    }

    /** What is known of a call. */
    final class Entry {

        private final String method;
        private final String address;
        private final AtomicBoolean isRecorded = new AtomicBoolean();
        private volatile String caller = "";
        private volatile Map<String, String> request = Map.of();
        private volatile Map<String, String> response = Map.of();
        private volatile boolean isInWork;

        Entry(@Nullable String method, String address) {
            this.method = method == null ? "" : method;
            this.address = address;
        }

        /** The call has a request that can be read. From now on, its outcome is told even if the caller has gone. */
        void onRequest(Message message) {
            request = LoggedFields.of(message);
            isInWork = true;
        }

        /** The caller has a valid access token. */
        void onCaller(String subject) {
            caller = subject;
        }

        private void onResponse(Object message) {
            if (message instanceof Message answer) {
                response = LoggedFields.scalarsOf(answer);
            }
        }

        private void onCancel() {
            if (!isInWork) {
                record("CANCELLED");
            }
        }

        private void record(String outcome) {
            if (isRecorded.compareAndSet(false, true)) {
                audit.record(new AdminAudit.Call(method, caller, address, request, outcome, response));
            }
        }
    }

    private static final class Watched<Q, R> extends SimpleForwardingServerCall<Q, R> {

        private final Entry entry;

        Watched(ServerCall<Q, R> call, Entry entry) {
            super(call);
            this.entry = entry;
        }

        @Override
        public void sendMessage(R message) {
            entry.onResponse(message);
            super.sendMessage(message);
        }

        @Override
        public void close(Status status, Metadata trailers) {
            entry.record(outcome(status, trailers));
            super.close(status, trailers);
        }
    }

    private static String outcome(Status status, Metadata trailers) {
        String code = status.getCode().name();
        com.google.rpc.Status details = StatusProto.fromStatusAndTrailers(status, trailers);
        if (details == null) {
            return code;
        }
        return details.getDetailsList().stream()
                .filter(detail -> detail.is(ErrorInfo.class))
                .map(AuditInterceptor::reason)
                .findFirst()
                .map(reason -> code + " " + reason)
                .orElse(code);
    }

    private static String reason(com.google.protobuf.Any detail) {
        try {
            return detail.unpack(ErrorInfo.class).getReason();
        } catch (com.google.protobuf.InvalidProtocolBufferException broken) {
            throw new IllegalStateException("the server's own detail", broken);
        }
    }
}

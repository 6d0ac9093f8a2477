package dev.beckon.server.transport.web.grpcweb;

import dev.beckon.server.limits.ClientAddresses;
import dev.beckon.server.limits.ConcurrencyLimits;
import dev.beckon.server.limits.DoorLimit;
import dev.beckon.server.limits.LimitListener;
import dev.beckon.server.transport.grpc.UploadRefusal;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Objects;

/** Request bodies that are arriving: each holds memory until it is whole. Callable from any thread. */
public final class Uploads {

    private static final Duration WAIT = Duration.ofSeconds(1);

    /** Whether a body may come in. */
    sealed interface Entry {

        /**
         * It may.
         *
         * @param done to be called once when it has come, or will not
         */
        record Allowed(Runnable done) implements Entry {}

        record Refused(Ending ending) implements Entry {}
    }

    private final ConcurrencyLimits limits;
    private final ClientAddresses addresses;
    private final LimitListener listener;

    public Uploads(ConcurrencyLimits limits, ClientAddresses addresses, LimitListener listener) {
        this.limits = limits;
        this.addresses = addresses;
        this.listener = listener;
    }

    Entry begin(HttpServerRequest request) {
        InetAddress caller = Connections.remoteAddress(request).getAddress();
        if (caller == null) {
            return new Entry.Allowed(() -> {});
        }
        InetAddress client = addresses.resolve(
                caller, request.headers().getAll(addresses.header().headerName()));
        return switch (limits.tryTake(client)) {
            case TAKEN -> new Entry.Allowed(() -> limits.release(client));
            case TOO_MANY -> refuse(DoorLimit.UPLOADS);
            case TOO_MANY_OF_ADDRESS -> refuse(DoorLimit.UPLOADS_PER_ADDRESS);
        };
    }

    private Entry refuse(DoorLimit limit) {
        listener.onLimit(limit);
        StatusRuntimeException refused = UploadRefusal.tooMany(WAIT);
        return new Entry.Refused(
                new Ending(refused.getStatus(), Objects.requireNonNullElseGet(refused.getTrailers(), Metadata::new)));
    }
}

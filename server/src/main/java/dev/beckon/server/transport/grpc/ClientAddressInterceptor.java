package dev.beckon.server.transport.grpc;

import dev.beckon.server.limits.ClientAddresses;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Determines the client of each call, also behind trusted proxies, for all transports. Callable from any thread. */
public final class ClientAddressInterceptor implements ServerInterceptor {

    private static final Context.Key<InetAddress> CLIENT = Context.key("client");
    private static final Context.Key<String> BEHIND_PROXY = Context.keyWithDefault("client behind proxy", "");

    private final ClientAddresses addresses;
    private final Metadata.Key<String> header;

    public ClientAddressInterceptor(ClientAddresses addresses) {
        this.addresses = addresses;
        this.header = Metadata.Key.of(addresses.header().headerName(), Metadata.ASCII_STRING_MARSHALLER);
    }

    /** Returns the client's address of the current call; null if the transport has no addresses. */
    static @Nullable InetAddress client() {
        return CLIENT.get();
    }

    /**
     * Returns the client's address of the current call as given by a trusted proxy; "" if the client connected
     * directly.
     */
    static String behindProxy() {
        return BEHIND_PROXY.get();
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        if (!(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR) instanceof InetSocketAddress caller)
                || caller.isUnresolved()) {
            return next.startCall(call, headers);
        }
        Iterable<String> told = headers.getAll(header);
        InetAddress client = addresses.resolve(caller.getAddress(), told == null ? List.of() : told);
        Context context = Context.current().withValue(CLIENT, client);
        if (!client.equals(caller.getAddress())) {
            context = context.withValue(BEHIND_PROXY, client.getHostAddress());
        }
        return Contexts.interceptCall(context, call, headers, next);
    }
}

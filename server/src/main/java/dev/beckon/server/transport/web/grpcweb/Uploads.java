package dev.beckon.server.transport.web.grpcweb;

import dev.beckon.server.limits.ClientAddresses;
import dev.beckon.server.limits.UploadLimits;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Request bodies that are arriving: each holds memory until it is whole. Callable from any thread. */
public final class Uploads {

    private final UploadLimits limits;
    private final ClientAddresses addresses;

    public Uploads(UploadLimits limits, ClientAddresses addresses) {
        this.limits = limits;
        this.addresses = addresses;
    }

    /**
     * The body of a request begins to arrive.
     *
     * @param onDisplaced called at most once, on any thread, when another body took its place
     */
    UploadLimits.Upload begin(HttpServerRequest request, Runnable onDisplaced) {
        InetSocketAddress caller = Connections.remoteAddress(request);
        InetAddress client = caller.isUnresolved()
                ? InetAddress.getLoopbackAddress()
                : addresses.resolve(
                        caller.getAddress(),
                        request.headers().getAll(addresses.header().headerName()));
        return limits.begin(client, onDisplaced, System.nanoTime());
    }
}

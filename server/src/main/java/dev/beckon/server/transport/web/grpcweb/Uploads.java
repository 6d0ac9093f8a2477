package dev.beckon.server.transport.web.grpcweb;

import dev.beckon.server.limits.ClientAddresses;
import dev.beckon.server.limits.UploadLimits;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Request bodies being received; each holds memory until it is complete. Callable from any thread. */
public final class Uploads {

    private final UploadLimits limits;
    private final ClientAddresses addresses;

    public Uploads(UploadLimits limits, ClientAddresses addresses) {
        this.limits = limits;
        this.addresses = addresses;
    }

    /**
     * Starts to track the body of a request.
     *
     * @param onDisplaced called at most once, on any thread, when another body displaces this one
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

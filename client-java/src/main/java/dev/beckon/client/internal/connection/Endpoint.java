package dev.beckon.client.internal.connection;

import io.grpc.ManagedChannel;
import io.grpc.okhttp.OkHttpChannelBuilder;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Where the server is, and how to speak to it. Immutable, but for what it learns of the server's addresses. Thread-safe. */
public final class Endpoint {

    /** The contract says at most 1 MiB for a ServerFrame; the rest is for a server that counts a little differently. */
    private static final int MAX_INBOUND_BYTES = 2 << 20;

    private final Target target;
    private final AddressOrder addresses = new AddressOrder();
    private final long connectTimeoutMillis;
    private final boolean plaintext;
    private final @Nullable SSLSocketFactory sslSocketFactory;

    /**
     * An endpoint.
     *
     * @param target host and port
     * @param connectTimeoutMillis how long connecting a socket may take
     * @param plaintext whether to speak without TLS
     * @param sslSocketFactory whom to trust; null for the platform's own
     */
    public Endpoint(
            Target target, long connectTimeoutMillis, boolean plaintext, @Nullable SSLSocketFactory sslSocketFactory) {
        this.target = target;
        this.connectTimeoutMillis = connectTimeoutMillis;
        this.plaintext = plaintext;
        this.sslSocketFactory = sslSocketFactory;
    }

    /** A channel of its own for each connection: gRPC's own backoff must not stand between us and a fresh attempt. */
    ManagedChannel open(Executor executor, RacingSockets sockets) {
        OkHttpChannelBuilder builder = OkHttpChannelBuilder.forAddress(target.host(), target.port())
                .executor(executor)
                .socketFactory(sockets)
                .maxInboundMessageSize(MAX_INBOUND_BYTES)
                .disableRetry();
        if (plaintext) {
            builder.usePlaintext();
        } else if (sslSocketFactory != null) {
            builder.sslSocketFactory(sslSocketFactory);
        }
        return builder.build();
    }

    /** Makes the socket of one connection. */
    RacingSockets sockets() {
        return new RacingSockets(target, addresses, connectTimeoutMillis);
    }

    AddressOrder addresses() {
        return addresses;
    }
}

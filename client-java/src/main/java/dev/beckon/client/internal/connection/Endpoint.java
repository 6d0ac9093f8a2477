package dev.beckon.client.internal.connection;

import io.grpc.ManagedChannel;
import io.grpc.okhttp.OkHttpChannelBuilder;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The address of the server and how to connect to it. Immutable, except for what it learns about the server's
 * addresses. Thread-safe.
 */
public final class Endpoint {

    /** The contract limits a ServerFrame to 1 MiB; the rest allows for a server that counts slightly differently. */
    private static final int MAX_INBOUND_BYTES = 2 << 20;

    private final Target target;
    private final AddressOrder addresses = new AddressOrder();
    private final long connectTimeoutMillis;
    private final boolean plaintext;
    private final @Nullable SSLSocketFactory sslSocketFactory;

    /**
     * Creates an endpoint.
     *
     * @param target host and port
     * @param connectTimeoutMillis how long connecting a socket may take
     * @param plaintext whether to disable TLS
     * @param sslSocketFactory the factory of TLS sockets; null for that of the platform
     */
    public Endpoint(
            Target target, long connectTimeoutMillis, boolean plaintext, @Nullable SSLSocketFactory sslSocketFactory) {
        this.target = target;
        this.connectTimeoutMillis = connectTimeoutMillis;
        this.plaintext = plaintext;
        this.sslSocketFactory = sslSocketFactory;
    }

    /** Each connection has its own channel, so that gRPC's backoff does not delay a new attempt. */
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

    /** Creates the socket factory of one connection. */
    RacingSockets sockets() {
        return new RacingSockets(target, addresses, connectTimeoutMillis);
    }

    AddressOrder addresses() {
        return addresses;
    }
}

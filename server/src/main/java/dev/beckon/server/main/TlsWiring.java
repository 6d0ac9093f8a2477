package dev.beckon.server.main;

import dev.beckon.server.config.ServerConfig.Tls;
import dev.beckon.server.tls.ServerTls;
import dev.beckon.server.transport.web.WebTls;
import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.TlsServerCredentials.ClientAuth;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS for the ports.
 *
 * @param grpc of the native port; insecure if it does not use TLS
 * @param web of the web port; null if it does not use TLS
 */
record TlsWiring(ServerCredentials grpc, @Nullable WebTls web) {

    /**
     * Reads the files and starts to watch them.
     *
     * @param closing receives what must be closed
     */
    static TlsWiring start(@Nullable Tls config, Closing closing) throws StartException {
        if (config == null) {
            return new TlsWiring(InsecureServerCredentials.create(), null);
        }
        try {
            ServerTls tls = ServerTls.load(config.certificate(), config.key(), InstantSource.system());
            closing.add("TLS files", tls);
            TlsWiring wiring = new TlsWiring(
                    config.onGrpc() ? credentials(tls, config.grpcClientCa()) : InsecureServerCredentials.create(),
                    config.onWeb() ? new WebTls(tls.identity(), clients(tls, config.webClientCa())) : null);
            tls.watch(config.reload());
            return wiring;
        } catch (IOException useless) {
            throw new StartException("TLS: " + useless.getMessage(), useless);
        }
    }

    private static ServerCredentials credentials(ServerTls tls, @Nullable Path clientCa) throws IOException {
        TlsServerCredentials.Builder credentials =
                TlsServerCredentials.newBuilder().keyManager(tls.identity());
        X509ExtendedTrustManager clients = clients(tls, clientCa);
        if (clients != null) {
            credentials.trustManager(clients).clientAuth(ClientAuth.REQUIRE);
        }
        return credentials.build();
    }

    private static @Nullable X509ExtendedTrustManager clients(ServerTls tls, @Nullable Path authorities)
            throws IOException {
        return authorities == null ? null : tls.clientsOf(authorities);
    }
}

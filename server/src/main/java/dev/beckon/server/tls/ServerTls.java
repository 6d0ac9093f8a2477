package dev.beckon.server.tls;

import dev.beckon.server.files.WatchedFiles;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import io.grpc.util.AdvancedTlsX509TrustManager.Verification;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's certificate and the authorities of client certificates, from files. A thread of its own polls the files;
 * a change takes effect for new handshakes, existing connections continue. An unusable change is logged, and the
 * previous content stays in use.
 */
public final class ServerTls implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("beckon.tls");

    private final AdvancedTlsX509KeyManager identity = new AdvancedTlsX509KeyManager();
    private final List<WatchedFiles> watched = new CopyOnWriteArrayList<>();
    private final InstantSource clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("tls-files").factory());

    private ServerTls(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Reads the files once.
     *
     * @param certificate PEM: the server's certificate, then the intermediate ones
     * @param key PEM: the private key of the first certificate
     * @throws IOException if the files are unusable; the message is for the operator
     */
    public static ServerTls load(Path certificate, Path key, InstantSource clock) throws IOException {
        ServerTls tls = new ServerTls(clock);
        try {
            tls.add(new WatchedFiles(List.of(certificate, key), contents -> tls.use(certificate, key, contents)));
            return tls;
        } catch (IOException useless) {
            tls.close();
            throw useless;
        }
    }

    /** Returns the server's certificate and key, always the latest. */
    public X509ExtendedKeyManager identity() {
        return identity;
    }

    /**
     * Returns the trust in client certificates, always the latest.
     *
     * @param authorities PEM: one or more certificates
     * @throws IOException if the file is unusable; the message is for the operator
     */
    public X509ExtendedTrustManager clientsOf(Path authorities) throws IOException {
        try {
            AdvancedTlsX509TrustManager clients = AdvancedTlsX509TrustManager.newBuilder()
                    // A client has no host name to compare.
                    .setVerification(Verification.CERTIFICATE_ONLY_VERIFICATION)
                    .build();
            add(new WatchedFiles(List.of(authorities), contents -> use(clients, authorities, contents.getFirst())));
            return clients;
        } catch (GeneralSecurityException broken) {
            throw new TlsException("this JDK cannot check certificates", broken);
        }
    }

    /** Starts polling the files. */
    public void watch(Duration every) {
        Future<?> unused =
                thread.scheduleWithFixedDelay(this::refresh, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Stops polling. */
    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void add(WatchedFiles files) throws IOException {
        files.refresh();
        watched.add(files);
    }

    private void refresh() {
        for (WatchedFiles files : watched) {
            try {
                if (files.refresh()) {
                    LOG.info("TLS files reloaded");
                }
            } catch (IOException | RuntimeException useless) {
                // Whatever the error, the next poll may succeed.
                LOG.atWarn()
                        .addKeyValue("why", useless.getMessage())
                        .log("TLS files not reloaded; the previous ones stay in use");
            }
        }
    }

    private void use(Path certificate, Path key, List<byte[]> contents) throws IOException {
        X509Certificate[] chain = Certificates.read(certificate, contents.getFirst());
        PrivateKey privateKey = Certificates.readKey(key, contents.getLast());
        if (!Certificates.belongTogether(chain[0], privateKey)) {
            throw new TlsException(key + ": not the key of the first certificate in " + certificate);
        }
        if (!clock.instant().isBefore(chain[0].getNotAfter().toInstant())) {
            LOG.atWarn()
                    .addKeyValue("file", certificate)
                    .addKeyValue("expired", chain[0].getNotAfter().toInstant())
                    .log("the certificate has expired: clients will refuse it");
        }
        identity.updateIdentityCredentials(chain, privateKey);
    }

    private static void use(AdvancedTlsX509TrustManager clients, Path authorities, byte[] content) throws IOException {
        try {
            clients.updateTrustCredentials(Certificates.read(authorities, content));
        } catch (GeneralSecurityException useless) {
            throw new TlsException(authorities + ": certificates that cannot be used", useless);
        }
    }
}

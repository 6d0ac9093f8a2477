package dev.beckon.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.client.testing.FakeServer;
import dev.beckon.client.testing.Recorder;
import io.grpc.TlsServerCredentials;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS is what a client speaks unless it is told otherwise. */
class TlsTest {

    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Recorder app = new Recorder();
    private KeyStore keys;

    @BeforeEach
    void makeCertificate(@TempDir Path directory) throws IOException, InterruptedException, GeneralSecurityException {
        Path store = directory.resolve("server.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .inheritIO()
                .start();
        assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
        keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
    }

    private FakeServer server() throws IOException, GeneralSecurityException {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        return FakeServer.start(TlsServerCredentials.newBuilder()
                .keyManager(managers.getKeyManagers())
                .build());
    }

    private SSLContext trusting() throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, PASSWORD);
        trusted.setCertificateEntry("server", keys.getCertificate("server"));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    @Test
    void trustedServer_isSpokenTo() throws IOException, GeneralSecurityException {
        try (FakeServer server = server();
                SignalingClient client = SignalingClient.builder(server.target(), "alice")
                        .sslSocketFactory(trusting().getSocketFactory())
                        .build()) {
            client.connect(app);
            server.stream().welcome("s1");

            app.awaitState(State.LIVE);
        }
    }

    @Test
    void unknownCertificate_isNotTrustedByDefault() throws IOException, GeneralSecurityException {
        try (FakeServer server = server();
                SignalingClient client =
                        SignalingClient.builder(server.target(), "alice").build()) {
            client.connect(app);

            Recorder.StateChanged waiting = app.awaitState(State.WAITING);
            assertThat(Objects.requireNonNull(waiting.why()).reason()).isEqualTo(SignalingException.Reason.UNREACHABLE);
            assertThat(waiting.why()).hasRootCauseInstanceOf(GeneralSecurityException.class);
        }
    }
}

package dev.beckon.server.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.beckon.server.tls.SelfSigned;
import dev.beckon.v1.ClientFrame;
import dev.beckon.v1.Event;
import dev.beckon.v1.Hello;
import dev.beckon.v1.JoinRoom;
import dev.beckon.v1.ServerFrame;
import dev.beckon.v1.SignalingGrpc;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.CertificateUtils;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real handshakes with the real server. */
@Timeout(90)
class TlsTest {

    private static final List<String> NAMES = List.of("localhost", "127.0.0.1");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path folder;
    private final Path own;
    private final Path other;

    TlsTest(@TempDir Path folder) {
        this.folder = folder;
        this.own = folder.resolve("own");
        this.other = folder.resolve("other");
    }

    @Test
    void bothPortsSpeakTls_andTheWebPortHttp2ByAlpn() throws Exception {
        SelfSigned.ensure(own, NAMES);
        try (RunningServer server = start()) {
            assertThat(server.output())
                    .contains("gRPC on 127.0.0.1:" + server.grpcPort() + ", with TLS")
                    .contains("Admin on 127.0.0.1:" + server.adminPort() + ", with TLS")
                    .contains("https://127.0.0.1:" + server.webPort() + "/");
            assertThat(health(server, null)).isEqualTo(ServingStatus.SERVING);
            HttpResponse<String> answer = get(server, null);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThatExceptionOfType(IOException.class)
                    .as("without TLS")
                    .isThrownBy(() -> send("http", server, HttpClient.newHttpClient()));

            server.terminate();
            assertThat(server.exitCode()).isZero();
        }
    }

    @Test
    void oneOfThePorts_maySpeakItAlone() throws Exception {
        SelfSigned.ensure(own, NAMES);
        try (RunningServer server = start("--tls-ports=grpc")) {
            assertThat(health(server, null)).isEqualTo(ServingStatus.SERVING);
            try (HttpClient client = HttpClient.newHttpClient()) {
                assertThat(send("http", server, client).statusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    void aNewCertificate_countsForNewConnections_andTheOldOnesGoOn() throws Exception {
        SelfSigned.ensure(own, NAMES);
        SelfSigned.ensure(other, NAMES);
        X509Certificate before = certificate(own);
        X509Certificate after = certificate(other);
        try (RunningServer server = start("--tls-reload=50ms")) {
            assertThat(presented(server.grpcPort(), before, after)).isEqualTo(before);
            assertThat(presented(server.webPort(), before, after)).isEqualTo(before);
            assertThat(presented(server.adminPort(), before, after)).isEqualTo(before);
            ManagedChannel channel = channel(server, null);
            BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
            StreamObserver<ClientFrame> frames = SignalingGrpc.newStub(channel).connect(recorder(seen));
            frames.onNext(ClientFrame.newBuilder()
                    .setHello(Hello.newBuilder().setPeerId("alice"))
                    .build());
            assertThat(eventOf(seen)).isEqualTo(Event.EventCase.WELCOME);

            // The key first: for a moment they do not belong together, and the server must go on with what it has.
            for (String file : List.of(SelfSigned.KEY, SelfSigned.CERTIFICATE)) {
                Files.move(other.resolve(file), own.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }

            awaitPresented(server.grpcPort(), before, after);
            awaitPresented(server.webPort(), before, after);
            awaitPresented(server.adminPort(), before, after);
            frames.onNext(ClientFrame.newBuilder()
                    .setJoinRoom(JoinRoom.newBuilder().setRoom("lobby"))
                    .build());
            assertThat(eventOf(seen)).isEqualTo(Event.EventCase.ROOM_SNAPSHOT);
            channel.shutdownNow();
        }
    }

    @Test
    void whereClientsNeedACertificate_nobodyElseGetsIn() throws Exception {
        SelfSigned.ensure(own, NAMES);
        Path client = folder.resolve("client");
        SelfSigned.ensure(client, List.of("client.example"));
        SelfSigned.ensure(other, List.of("stranger.example"));
        Path authorities = client.resolve(SelfSigned.CERTIFICATE);
        try (RunningServer server = start("--grpc-client-ca=" + authorities, "--web-client-ca=" + authorities)) {
            assertThat(health(server, client)).isEqualTo(ServingStatus.SERVING);
            assertThat(get(server, client).version()).isEqualTo(HttpClient.Version.HTTP_2);
            for (Path refused : new Path[] {null, other}) {
                assertThatExceptionOfType(StatusRuntimeException.class).isThrownBy(() -> health(server, refused));
                assertThatExceptionOfType(IOException.class).isThrownBy(() -> get(server, refused));
            }
        }
    }

    @Test
    void filesOfNoUse_areToldBeforeAnythingStarts() throws Exception {
        SelfSigned.ensure(own, NAMES);
        SelfSigned.ensure(other, NAMES);
        try (RunningServer server = RunningServer.launch(
                folder,
                "--grpc-port=0",
                "--web-port=0",
                "--tls-cert=" + own.resolve(SelfSigned.CERTIFICATE),
                "--tls-key=" + other.resolve(SelfSigned.KEY))) {
            assertThat(server.exitCode()).isEqualTo(1);
            assertThat(server.errors())
                    .contains("error: TLS: " + other.resolve(SelfSigned.KEY))
                    .contains("not the key of the first certificate")
                    .doesNotContain("Exception");
        }
    }

    private RunningServer start(String... options) throws Exception {
        String[] all = new String[options.length + 2];
        all[0] = "--tls-cert=" + own.resolve(SelfSigned.CERTIFICATE);
        all[1] = "--tls-key=" + own.resolve(SelfSigned.KEY);
        System.arraycopy(options, 0, all, 2, options.length);
        return RunningServer.start(folder, all);
    }

    private static Event.EventCase eventOf(BlockingQueue<Object> seen) throws InterruptedException {
        Object next = seen.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(next).isInstanceOf(ServerFrame.class);
        return ((ServerFrame) next).getEvents(0).getEventCase();
    }

    private static StreamObserver<ServerFrame> recorder(BlockingQueue<Object> seen) {
        return new StreamObserver<>() {
            @Override
            public void onNext(ServerFrame frame) {
                seen.add(frame);
            }

            @Override
            public void onError(Throwable end) {
                seen.add(end);
            }

            @Override
            public void onCompleted() {
                seen.add("end");
            }
        };
    }

    private ServingStatus health(RunningServer server, @Nullable Path client) throws IOException {
        ManagedChannel channel = channel(server, client);
        try {
            return HealthGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .check(HealthCheckRequest.getDefaultInstance())
                    .getStatus();
        } finally {
            channel.shutdownNow();
        }
    }

    private ManagedChannel channel(RunningServer server, @Nullable Path client) throws IOException {
        TlsChannelCredentials.Builder credentials = TlsChannelCredentials.newBuilder()
                .trustManager(own.resolve(SelfSigned.CERTIFICATE).toFile());
        if (client != null) {
            credentials.keyManager(
                    client.resolve(SelfSigned.CERTIFICATE).toFile(),
                    client.resolve(SelfSigned.KEY).toFile());
        }
        return Grpc.newChannelBuilderForAddress("127.0.0.1", server.grpcPort(), credentials.build())
                .build();
    }

    private HttpResponse<String> get(RunningServer server, @Nullable Path client) throws Exception {
        try (HttpClient http = HttpClient.newBuilder()
                .sslContext(context(client, certificate(own)))
                .connectTimeout(PATIENCE)
                .build()) {
            return send("https", server, http);
        }
    }

    private static HttpResponse<String> send(String scheme, RunningServer server, HttpClient client)
            throws IOException, InterruptedException {
        URI uri = URI.create(scheme + "://127.0.0.1:" + server.webPort() + "/readyz");
        return client.send(HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), BodyHandlers.ofString());
    }

    private static void awaitPresented(int port, X509Certificate before, X509Certificate after) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!presented(port, before, after).equals(after)) {
            assertThat(System.nanoTime())
                    .as("the new certificate is presented in time")
                    .isLessThan(deadline);
        }
    }

    /** The certificate that a new connection is shown. The context is new too: another one would resume its session. */
    private static X509Certificate presented(int port, X509Certificate... trusted) throws Exception {
        SSLContext context = context(null, trusted);
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private static SSLContext context(@Nullable Path client, X509Certificate... trusted) throws Exception {
        KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
        authorities.load(null, null);
        for (X509Certificate authority : trusted) {
            authorities.setCertificateEntry("authority " + authorities.size(), authority);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(authorities);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(client == null ? null : identity(client), trust.getTrustManagers(), null);
        return context;
    }

    private static KeyManager[] identity(Path client) throws Exception {
        AdvancedTlsX509KeyManager identity = new AdvancedTlsX509KeyManager();
        identity.updateIdentityCredentials(
                client.resolve(SelfSigned.CERTIFICATE).toFile(),
                client.resolve(SelfSigned.KEY).toFile());
        return new KeyManager[] {identity};
    }

    private static X509Certificate certificate(Path folder) throws Exception {
        try (InputStream file = Files.newInputStream(folder.resolve(SelfSigned.CERTIFICATE))) {
            return CertificateUtils.getX509Certificates(file)[0];
        }
    }
}

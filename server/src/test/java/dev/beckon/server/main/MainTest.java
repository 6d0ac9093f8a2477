package dev.beckon.server.main;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.beckon.v1.ClientFrame;
import dev.beckon.v1.Event;
import dev.beckon.v1.GoAway;
import dev.beckon.v1.Hello;
import dev.beckon.v1.Offer;
import dev.beckon.v1.ServerFrame;
import dev.beckon.v1.Signal;
import dev.beckon.v1.SignalingGrpc;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command as an operator meets it: real processes, real ports, real signals. */
@Timeout(60)
class MainTest {

    private final Path folder;

    MainTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** Everything that comes on a stream, its end included. */
    private static final class Recorder<T> implements StreamObserver<T> {

        private final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

        @Override
        public void onNext(T value) {
            seen.add(value);
        }

        @Override
        public void onError(Throwable end) {
            seen.add(end);
        }

        @Override
        public void onCompleted() {
            seen.add(Status.OK);
        }

        boolean hasMore() {
            return !seen.isEmpty();
        }

        Object next() throws InterruptedException {
            Object next = seen.poll(RunningServer.PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(next).as("something more on the stream").isNotNull();
            return next;
        }
    }

    @Test
    void whenReady_allPortsAnswer_andTheFileNamesThem() throws Exception {
        Files.writeString(folder.resolve("index.html"), "the page");
        try (RunningServer server = RunningServer.start(folder, "--static-dir=" + folder)) {
            assertThat(server.ready())
                    .containsOnlyKeys("grpc.port", "web.port", "admin.port", "metrics.port", "pid")
                    .containsEntry("pid", Long.toString(server.pid()));
            assertThat(server.output())
                    .contains("gRPC on 127.0.0.1:" + server.grpcPort())
                    .contains("Admin on 127.0.0.1:" + server.adminPort())
                    .contains("web page http://127.0.0.1:" + server.webPort() + "/");
            assertThat(get(server, "readyz")).isEqualTo(200);
            assertThat(get(server, "healthz")).isEqualTo(200);
            assertThat(get(server, "")).isEqualTo(200);
            ManagedChannel channel = channel(server);
            for (String service : new String[] {"", "beckon.v1.Signaling"}) {
                assertThat(HealthGrpc.newBlockingStub(channel)
                                .check(HealthCheckRequest.newBuilder()
                                        .setService(service)
                                        .build())
                                .getStatus())
                        .isEqualTo(ServingStatus.SERVING);
            }
            channel.shutdownNow();
        }
    }

    @Test
    void withoutWebPort_onlyGrpcListens() throws Exception {
        try (RunningServer server = RunningServer.start(folder, "--web=false")) {
            assertThat(server.ready()).containsEntry("web.port", "");
            assertThat(server.output()).contains("gRPC on 127.0.0.1:").doesNotContain("web page", "gRPC-Web");
        }
    }

    @Test
    void onSigterm_theHealthOfSessionsStays_untilTheLastHasLeft() throws Exception {
        try (RunningServer server = RunningServer.start(folder, "--drain=1h")) {
            ManagedChannel channel = channel(server);
            Recorder<HealthCheckResponse> node = new Recorder<>();
            HealthGrpc.newStub(channel).watch(HealthCheckRequest.getDefaultInstance(), node);
            assertThat(node.next()).isEqualTo(status(ServingStatus.SERVING));
            Recorder<HealthCheckResponse> sessions = new Recorder<>();
            HealthGrpc.newStub(channel)
                    .watch(
                            HealthCheckRequest.newBuilder()
                                    .setService(SignalingGrpc.SERVICE_NAME)
                                    .build(),
                            sessions);
            assertThat(sessions.next()).isEqualTo(status(ServingStatus.SERVING));
            Recorder<ServerFrame> session = new Recorder<>();
            StreamObserver<ClientFrame> alice = SignalingGrpc.newStub(channel).connect(session);
            alice.onNext(ClientFrame.newBuilder()
                    .setHello(Hello.newBuilder().setPeerId("alice"))
                    .build());
            assertThat(session.next()).isInstanceOf(ServerFrame.class);

            server.terminate();

            assertThat(node.next()).isEqualTo(status(ServingStatus.NOT_SERVING));
            assertThat(((ServerFrame) session.next()).getEvents(0).hasGoAway()).isTrue();
            assertThat(sessions.hasMore()).isFalse();
            alice.onCompleted();
            assertThat(sessions.next()).isEqualTo(status(ServingStatus.NOT_SERVING));
            assertThat(server.exitCode()).isZero();
            channel.shutdownNow();
        }
    }

    @Test
    void onSigterm_readinessGoesDown_sessionsAreTold_andTheCodeIsZero() throws Exception {
        try (RunningServer server = RunningServer.start(folder, "--drain=1s", "--drain-spread=500ms")) {
            ManagedChannel channel = channel(server);
            Recorder<HealthCheckResponse> health = new Recorder<>();
            HealthGrpc.newStub(channel).watch(HealthCheckRequest.getDefaultInstance(), health);
            assertThat(health.next()).isEqualTo(status(ServingStatus.SERVING));
            Recorder<ServerFrame> session = new Recorder<>();
            SignalingGrpc.newStub(channel)
                    .connect(session)
                    .onNext(ClientFrame.newBuilder()
                            .setHello(Hello.newBuilder().setPeerId("alice"))
                            .build());
            assertThat(((ServerFrame) session.next()).getEvents(0).getEventCase())
                    .isEqualTo(Event.EventCase.WELCOME);

            server.terminate();

            assertThat(health.next()).isEqualTo(status(ServingStatus.NOT_SERVING));
            GoAway asked = ((ServerFrame) session.next()).getEvents(0).getGoAway();
            assertThat(asked.getReason()).isEqualTo(GoAway.Reason.SHUTDOWN);
            assertThat(asked.getDeadline().getSeconds()).isEqualTo(1);
            GoAway ended = ((ServerFrame) session.next()).getEvents(0).getGoAway();
            assertThat(ended.hasDeadline()).isFalse();
            assertThat(session.next()).isInstanceOfSatisfying(StatusRuntimeException.class, end -> assertThat(
                            end.getStatus().getCode())
                    .isEqualTo(Status.Code.UNAVAILABLE));
            assertThat(server.exitCode()).isZero();
            assertThat(server.readyFile()).doesNotExist();
            assertThat(server.output()).contains("reason=\"SHUTDOWN\"").endsWith("Ended." + System.lineSeparator());
            channel.shutdownNow();
        }
    }

    @Test
    void aSecondSigterm_waitsForNobody() throws Exception {
        try (RunningServer server = RunningServer.start(folder, "--drain=1h")) {
            ManagedChannel channel = channel(server);
            Recorder<ServerFrame> session = new Recorder<>();
            SignalingGrpc.newStub(channel)
                    .connect(session)
                    .onNext(ClientFrame.newBuilder()
                            .setHello(Hello.newBuilder().setPeerId("alice"))
                            .build());
            assertThat(session.next()).isNotNull();

            server.terminate();
            assertThat(((ServerFrame) session.next()).getEvents(0).hasGoAway()).isTrue();
            server.terminate();

            assertThat(server.exitCode()).isZero();
            channel.shutdownNow();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--grpc-port", "--web-port", "--admin-port", "--metrics-port"})
    void aTakenPort_isToldWithTheOptionToChange(String option) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String[] ports = Stream.of("--grpc-port", "--web-port", "--admin-port", "--metrics-port")
                    .map(each -> each + "=" + (each.equals(option) ? taken.getLocalPort() : 0))
                    .toArray(String[]::new);
            try (RunningServer server = RunningServer.launch(folder, ports)) {
                assertThat(server.exitCode()).isEqualTo(1);
                assertThat(server.errors())
                        .contains("Port " + taken.getLocalPort())
                        .contains("is taken")
                        .contains(option)
                        .doesNotContain("Exception");
            }
        }
    }

    @Test
    void anUnknownOption_isToldWithASuggestion() throws Exception {
        try (RunningServer server = RunningServer.launch(folder, "--grpc-prot=1", "--host=0.0.0.0")) {
            assertThat(server.exitCode()).isEqualTo(2);
            assertThat(server.errors())
                    .contains("error: --grpc-prot: unknown (did you mean --grpc-port?)")
                    .contains("error: --host: ");
            assertThat(server.output()).isEmpty();
        }
    }

    @Test
    void help_goesToStdout_andTheCodeIsZero() throws Exception {
        try (RunningServer server = RunningServer.launch(folder, "--help")) {
            assertThat(server.exitCode()).isZero();
            assertThat(server.output()).contains("--grpc-port");
        }
    }

    @Test
    void atTheMostTalkativeLevel_noSecretIsLogged() throws Exception {
        try (RunningServer server = RunningServer.start(
                folder, "--log-level=trace", "--ice-server=turn:turn.example.org:3478,alice,hush")) {
            ManagedChannel channel = channel(server);
            Recorder<ServerFrame> session = new Recorder<>();
            StreamObserver<ClientFrame> frames =
                    SignalingGrpc.newStub(channel).withInterceptors(withToken()).connect(session);
            frames.onNext(ClientFrame.newBuilder()
                    .setHello(Hello.newBuilder()
                            .setPeerId("alice")
                            .setSessionKey(ByteString.copyFromUtf8("hush-hush-hush-hush")))
                    .build());
            assertThat(((ServerFrame) session.next())
                            .getEvents(0)
                            .getWelcome()
                            .getIceServers(0)
                            .getCredential())
                    .isEqualTo("hush");
            frames.onNext(ClientFrame.newBuilder()
                    .setSignal(Signal.newBuilder()
                            .setTo("bob")
                            .setOffer(Offer.newBuilder().setSdp("v=0 hush")))
                    .build());
            assertThat(((ServerFrame) session.next()).getEvents(0).getEventCase())
                    .isEqualTo(Event.EventCase.NOTICE);
            channel.shutdownNow();
            assertThat(callOverTheWebPort(server)).isEqualTo(200);

            server.terminate();

            assertThat(server.exitCode()).isZero();
            assertThat(server.output())
                    .contains("session started peer=\"alice\"")
                    .contains("frame refused")
                    .contains("turn:turn.example.org:3478,alice,****")
                    .doesNotContain("hush");
        }
    }

    private static ClientInterceptor withToken() {
        Metadata token = new Metadata();
        token.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer hush.hush.hush");
        return MetadataUtils.newAttachHeadersInterceptor(token);
    }

    /** With a token where it belongs, and where it does not. */
    private static int callOverTheWebPort(RunningServer server) throws IOException, InterruptedException {
        URI uri = URI.create(
                "http://127.0.0.1:" + server.webPort() + "/beckon.v1.Signaling/GetIceServers?access_token=hush");
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("content-type", "application/grpc-web+proto")
                .header("authorization", "Bearer hush.hush.hush")
                .POST(BodyPublishers.ofByteArray(new byte[5]))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.discarding()).statusCode();
        }
    }

    private static HealthCheckResponse status(ServingStatus status) {
        return HealthCheckResponse.newBuilder().setStatus(status).build();
    }

    private static ManagedChannel channel(RunningServer server) throws IOException {
        return NettyChannelBuilder.forAddress("127.0.0.1", server.grpcPort())
                .usePlaintext()
                .build();
    }

    private static int get(RunningServer server, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.webPort() + "/" + path);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                    .statusCode();
        }
    }
}

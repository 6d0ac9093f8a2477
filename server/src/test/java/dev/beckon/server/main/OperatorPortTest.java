package dev.beckon.server.main;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.beckon.v1.ClientFrame;
import dev.beckon.v1.Data;
import dev.beckon.v1.Hello;
import dev.beckon.v1.ServerFrame;
import dev.beckon.v1.Signal;
import dev.beckon.v1.SignalingGrpc;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.DoublePredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus and a supervisor see of a real server. */
@Timeout(60)
class OperatorPortTest {

    /** Connects of one address, as fast as they go: the server lets one pass for each second that they take. */
    private static final int MORE_THAN_THE_LIMIT = 50;

    private final RunningServer server;
    private final ManagedChannel channel;

    OperatorPortTest(@TempDir Path folder) throws Exception {
        server = RunningServer.start(folder, "--connects-per-second=1", "--connects-burst=2");
        channel = NettyChannelBuilder.forAddress("127.0.0.1", server.grpcPort())
                .usePlaintext()
                .build();
    }

    @AfterEach
    void end() {
        channel.shutdownNow();
        server.close();
    }

    @Test
    void livenessAndReadiness_areAnswered_andNothingElse() throws Exception {
        assertThat(get("livez").statusCode()).isEqualTo(200);
        assertThat(get("readyz").statusCode()).isEqualTo(200);
        assertThat(get("").statusCode()).isEqualTo(404);
        assertThat(get("metrics/x").statusCode()).isEqualTo(404);
        assertThat(send(HttpRequest.newBuilder(uri("metrics"))
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build())
                        .statusCode())
                .isEqualTo(405);
    }

    @Test
    void aSession_isOneObjectPerLine_inTheJsonLog(@TempDir Path folder) throws Exception {
        try (RunningServer logging = RunningServer.start(folder, "--log-format=json")) {
            ManagedChannel own = NettyChannelBuilder.forAddress("127.0.0.1", logging.grpcPort())
                    .usePlaintext()
                    .build();
            BlockingQueue<ServerFrame> events = new LinkedBlockingQueue<>();
            connect(own, "alice \"{", events).onCompleted();
            connect(own, "alice", events);
            next(events);
            own.shutdownNow();
            logging.terminate();
            assertThat(logging.exitCode()).isZero();

            List<JsonObject> lines = logging.output()
                    .lines()
                    .filter(line -> line.startsWith("{"))
                    .map(line -> JsonParser.parseString(line).getAsJsonObject())
                    .toList();

            JsonObject started = lines.stream()
                    .filter(line -> line.get("formattedMessage").getAsString().equals("session started"))
                    .findFirst()
                    .orElseThrow();
            assertThat(started.get("level").getAsString()).isEqualTo("INFO");
            assertThat(started.get("loggerName").getAsString()).isEqualTo("beckon.session");
            assertThat(started.get("kvpList").toString()).contains("{\"peer\":\"alice\"}", "{\"door\":\"Connect\"}");
        }
    }

    @Test
    void whatHappens_isCounted() throws Exception {
        assertThat(metric("beckon_sessions{state=\"live\"}")).isZero();
        assertThat(metric("beckon_attaches_total{result=\"new\"}")).isZero();
        BlockingQueue<ServerFrame> events = new LinkedBlockingQueue<>();
        StreamObserver<ClientFrame> alice = connect(channel, "alice", events);
        next(events);

        alice.onNext(ClientFrame.newBuilder()
                .setSignal(Signal.newBuilder()
                        .setTo("nobody")
                        .setData(Data.newBuilder().setText("x")))
                .build());
        next(events);

        assertThat(metric("beckon_sessions{state=\"live\"}")).isEqualTo(1);
        assertThat(metric("beckon_frames_refused_total{code=\"peer_not_registered\"}"))
                .isEqualTo(1);
        assertThat(metric("beckon_connections{door=\"native\"}")).isEqualTo(1);
        assertThat(metric("jvm_threads_live_threads")).isPositive();
        assertThat(metric("jvm_buffer_memory_used_bytes{id=\"direct\"}")).isPositive();
        alice.onCompleted();
        awaitMetric("beckon_sessions{state=\"live\"}", value -> value == 0);
        assertThat(metric("beckon_sessions_ended_total{reason=\"gone\"}")).isEqualTo(1);

        for (int more = 0; more < MORE_THAN_THE_LIMIT; more++) {
            connect(channel, "peer" + more, new LinkedBlockingQueue<>());
        }
        awaitMetric("beckon_limits_hit_total{limit=\"connects_per_address\"}", count -> count >= 1);
    }

    private static StreamObserver<ClientFrame> connect(
            ManagedChannel channel, String peer, BlockingQueue<ServerFrame> events) {
        StreamObserver<ClientFrame> frames = SignalingGrpc.newStub(channel).connect(new StreamObserver<>() {
            @Override
            public void onNext(ServerFrame frame) {
                events.add(frame);
            }

            @Override
            public void onError(Throwable end) {}

            @Override
            public void onCompleted() {}
        });
        frames.onNext(ClientFrame.newBuilder()
                .setHello(Hello.newBuilder().setPeerId(peer))
                .build());
        return frames;
    }

    private static void next(BlockingQueue<ServerFrame> events) throws InterruptedException {
        assertThat(events.poll(RunningServer.PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as("a frame")
                .isNotNull();
    }

    /** Metrics change after what they count; each look is a request of its own. */
    private void awaitMetric(String name, DoublePredicate expected) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(RunningServer.PATIENCE_SECONDS);
        while (!expected.test(metric(name))) {
            assertThat(System.nanoTime()).as("%s is %s", name, metric(name)).isLessThan(deadline);
        }
    }

    private double metric(String name) throws Exception {
        String text = get("metrics").body();
        return text.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in " + text));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(uri(path)).build());
    }

    private URI uri(String path) throws IOException {
        return URI.create("http://127.0.0.1:" + server.metricsPort() + "/" + path);
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString());
        }
    }
}

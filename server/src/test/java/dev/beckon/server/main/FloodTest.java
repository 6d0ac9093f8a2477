package dev.beckon.server.main;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.v1.ClientFrame;
import dev.beckon.v1.Data;
import dev.beckon.v1.Event;
import dev.beckon.v1.Hello;
import dev.beckon.v1.ServerFrame;
import dev.beckon.v1.Signal;
import dev.beckon.v1.SignalingGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A connection that floods is cut, again and again, while each call of a neighbour is answered. How long those take is printed.
 * The default limits of a real server.
 */
@Timeout(120)
class FloodTest {

    private static final int ROUNDS = 5;
    private static final int QUIET_TURNS = 100;
    /** Far above every limit; sockets hold some 6 MiB that the server has never seen. */
    private static final int MOST_BYTES = 64 * 1024 * 1024;

    private static final int BATCH = 100;

    private static final String ICE_SERVERS = "/beckon.v1.Signaling/GetIceServers";
    private static final byte[] NOTHING = new byte[0];

    private final RunningServer server;
    private final ManagedChannel channel;

    FloodTest(@TempDir Path folder) throws Exception {
        server = RunningServer.start(folder);
        channel = NettyChannelBuilder.forAddress("127.0.0.1", server.grpcPort())
                .usePlaintext()
                .build();
    }

    @AfterEach
    void end() {
        channel.shutdownNow();
        server.close();
    }

    /** The last of each is the limit that is told of; "" where gRPC or Netty cut by themselves, earlier than we would. */
    static Stream<Arguments> floods() {
        return Stream.of(
                flood("rapid reset", "application/grpc", "native", "resets"),
                flood("PING", "", "native", ""),
                flood("SETTINGS", "", "native", "control_frames"),
                flood("PRIORITY", "", "native", "control_frames"),
                flood("empty DATA", "application/grpc", "native", "control_frames"),
                flood("rapid reset", "application/grpc-web+proto", "web", "resets"),
                flood("PING", "", "web", "control_frames"),
                flood("SETTINGS", "", "web", "control_frames"),
                flood("PRIORITY", "", "web", "control_frames"),
                flood("empty DATA", "application/grpc-web+proto", "web", ""));
    }

    private static Arguments flood(String kind, String contentType, String door, String limit) {
        return Arguments.of(kind, contentType, door, limit);
    }

    @ParameterizedTest(name = "{0} on the {2} port")
    @MethodSource("floods")
    void aFlood_isCut_andANeighbourIsAnswered(String kind, String contentType, String door, String limit)
            throws Exception {
        boolean isNative = door.equals("native");
        int port = isNative ? server.grpcPort() : server.webPort();
        Callable<Void> neighbour = isNative ? relay() : webCall();
        long[] before = new long[QUIET_TURNS];
        for (int i = 0; i < before.length; i++) {
            before[i] = time(neighbour);
        }

        CompletableFuture<Integer> flooding = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        int frames = 0;
                        for (int round = 0; round < ROUNDS; round++) {
                            frames += floodUntilCut(port, frames(kind, contentType));
                        }
                        return frames;
                    } catch (IOException failure) {
                        throw new CompletionException(failure);
                    }
                },
                task -> Thread.ofPlatform().name("flood").start(task));
        long[] during = new long[0];
        do {
            during = Arrays.copyOf(during, during.length + 1);
            during[during.length - 1] = time(neighbour);
        } while (!flooding.isDone());

        System.out.printf(
                "%s on the %s port: cut %d times, with %d frames sent on average. Neighbour, ms: before %s; during %s%n",
                kind, door, ROUNDS, flooding.get() / ROUNDS, describe(before), describe(during));
        if (!limit.isEmpty()) {
            assertThat(metrics()).contains("beckon_limits_hit_total{limit=\"" + limit + "\"} " + ROUNDS + ".0");
        }
    }

    /** The bytes of the n-th thing that floods. */
    private static IntFunction<byte[]> frames(String kind, String contentType) {
        return switch (kind) {
            case "rapid reset" ->
                n -> join(RawHttp2.call(2 * n + 1, ICE_SERVERS, contentType), RawHttp2.reset(2 * n + 1));
            case "PING" -> n -> RawHttp2.frame(RawHttp2.PING, 0, 0, new byte[8]);
            case "SETTINGS" -> n -> RawHttp2.frame(RawHttp2.SETTINGS, 0, 0, NOTHING);
            case "PRIORITY" -> n -> RawHttp2.frame(RawHttp2.PRIORITY, 0, 1, new byte[] {0, 0, 0, 3, 1});
            case "empty DATA" ->
                n -> n == 0 ? RawHttp2.call(1, ICE_SERVERS, contentType) : RawHttp2.frame(RawHttp2.DATA, 0, 1, NOTHING);
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static int floodUntilCut(int port, IntFunction<byte[]> frames) throws IOException {
        try (RawHttp2 connection = new RawHttp2(port)) {
            int sent = 0;
            int bytes = 0;
            while (!connection.isCut()) {
                assertThat(bytes).as("bytes, and still not cut").isLessThan(MOST_BYTES);
                ByteArrayOutputStream batch = new ByteArrayOutputStream();
                for (int i = 0; i < BATCH; i++) {
                    batch.writeBytes(frames.apply(sent++));
                }
                bytes += batch.size();
                try {
                    connection.send(batch.toByteArray());
                } catch (IOException cut) {
                    return sent;
                }
            }
            return sent;
        }
    }

    /** A signal from alice to bob, on streams that live for the whole test. */
    private Callable<Void> relay() throws Exception {
        BlockingQueue<Object> toAlice = new LinkedBlockingQueue<>();
        BlockingQueue<Object> toBob = new LinkedBlockingQueue<>();
        StreamObserver<ClientFrame> alice = connect("alice", toAlice);
        connect("bob", toBob);
        assertThat(kind(next(toAlice))).isEqualTo(Event.EventCase.WELCOME);
        assertThat(kind(next(toBob))).isEqualTo(Event.EventCase.WELCOME);
        ClientFrame signal = ClientFrame.newBuilder()
                .setSignal(Signal.newBuilder()
                        .setTo("bob")
                        .setData(Data.newBuilder().setText("still there?")))
                .build();
        return () -> {
            alice.onNext(signal);
            assertThat(kind(next(toBob))).isEqualTo(Event.EventCase.SIGNAL);
            return null;
        };
    }

    private StreamObserver<ClientFrame> connect(String peer, BlockingQueue<Object> seen) {
        StreamObserver<ClientFrame> frames = SignalingGrpc.newStub(channel).connect(new StreamObserver<>() {
            @Override
            public void onNext(ServerFrame frame) {
                frame.getEventsList().stream()
                        .filter(event -> event.getEventCase() != Event.EventCase.HEARTBEAT)
                        .forEach(seen::add);
            }

            @Override
            public void onError(Throwable end) {
                seen.add(end);
            }

            @Override
            public void onCompleted() {
                seen.add(Status.OK);
            }
        });
        frames.onNext(ClientFrame.newBuilder()
                .setHello(Hello.newBuilder().setPeerId(peer))
                .build());
        return frames;
    }

    private static Object next(BlockingQueue<Object> seen) throws InterruptedException {
        Object next = seen.poll(RunningServer.PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(next).as("something on the stream").isNotNull();
        return next;
    }

    private static Event.EventCase kind(Object seen) {
        assertThat(seen).isInstanceOf(Event.class);
        return ((Event) seen).getEventCase();
    }

    /** A call of gRPC-Web over one HTTP/1.1 connection. */
    private Callable<Void> webCall() throws IOException {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.webPort() + ICE_SERVERS))
                .header("content-type", "application/grpc-web+proto")
                .POST(BodyPublishers.ofByteArray(new byte[5]))
                .build();
        return () -> {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            assertThat(response.body()).contains("grpc-status:0");
            return null;
        };
    }

    private String metrics() throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.metricsPort() + "/metrics");
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body();
        }
    }

    private static long time(Callable<Void> call) throws Exception {
        long start = System.nanoTime();
        call.call();
        return System.nanoTime() - start;
    }

    private static String describe(long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return "median %.2f, p99 %.2f, max %.2f of %d calls"
                .formatted(
                        sorted[sorted.length / 2] / 1e6,
                        sorted[(int) (sorted.length * 0.99)] / 1e6,
                        sorted[sorted.length - 1] / 1e6,
                        sorted.length);
    }

    private static byte[] join(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}

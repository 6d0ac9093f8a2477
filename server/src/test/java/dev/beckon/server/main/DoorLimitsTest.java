package dev.beckon.server.main;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Durations;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import dev.beckon.v1.ClientFrame;
import dev.beckon.v1.Hello;
import dev.beckon.v1.OpenRequest;
import dev.beckon.v1.SendRequest;
import dev.beckon.v1.SendResponse;
import dev.beckon.v1.ServerFrame;
import dev.beckon.v1.SignalingGrpc;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who asks for too much is told so, on both ports of a real server; and who that is, nobody else can say. */
@Timeout(60)
class DoorLimitsTest {

    private static final Metadata.Key<String> FORWARDED_FOR =
            Metadata.Key.of("x-forwarded-for", Metadata.ASCII_STRING_MARSHALLER);

    private static final int MOST_TURNS = 100;

    private final Path folder;

    DoorLimitsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void connects_areRefusedWithTheTimeToWait_overBothPortsTogether() throws Exception {
        try (RunningServer server = RunningServer.start(folder, "--connects-per-second=1", "--connects-burst=1")) {
            assertThat(connect(server, "alice", "")).isNull();

            StatusException refused = untilRefused(server, "bob", turn -> "");

            assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            com.google.rpc.Status details = StatusProto.fromThrowable(refused);
            ErrorInfo info = details.getDetails(0).unpack(ErrorInfo.class);
            assertThat(info.getReason()).isEqualTo("RATE_LIMITED");
            assertThat(info.getDomain()).isEqualTo("beckon.dev");
            assertThat(Durations.toMillis(
                            details.getDetails(1).unpack(RetryInfo.class).getRetryDelay()))
                    .isBetween(1L, 1000L);
            HttpResponse<InputStream> web = open(server, "carol");
            for (int turn = 0; web.headers().firstValue("grpc-status").isEmpty() && turn < MOST_TURNS; turn++) {
                web = open(server, "carol" + turn);
            }
            assertThat(web.headers().firstValue("grpc-status")).contains("8");
            assertThat(web.headers().firstValue("grpc-status-details-bin")).isPresent();
        }
    }

    @Test
    void aStranger_cannotSayWhoItIs() throws Exception {
        try (RunningServer server = RunningServer.start(folder, "--connects-per-second=1", "--connects-burst=2")) {
            assertThat(untilRefused(server, "alice", turn -> "203.0.113." + turn))
                    .isNotNull();

            server.terminate();
            assertThat(server.exitCode()).isZero();
            assertThat(server.output()).contains("address=\"127.0.0.1:").doesNotContain("203.0.113.");
        }
    }

    @Test
    void aTrustedProxy_saysWhoItsClientsAre() throws Exception {
        try (RunningServer server = RunningServer.start(
                folder, "--connects-per-second=1", "--connects-burst=1", "--trusted-proxy=127.0.0.0/8")) {
            assertThat(connect(server, "alice", "203.0.113.1")).isNull();
            assertThat(connect(server, "bob", "203.0.113.2")).isNull();
            assertThat(untilRefused(server, "carol", turn -> "192.0.2." + turn + ", 203.0.113.2"))
                    .isNotNull();

            server.terminate();
            assertThat(server.exitCode()).isZero();
            assertThat(server.output())
                    .contains("peer=\"alice\"")
                    .contains("address=\"203.0.113.1\"")
                    .contains("address=\"203.0.113.2\"")
                    .doesNotContain("192.0.2.");
        }
    }

    @Test
    void connections_areClosedBeyondTheirNumber_onBothPorts() throws Exception {
        try (RunningServer server = RunningServer.start(folder, "--max-connections-per-address=2")) {
            for (int port : new int[] {server.grpcPort(), server.webPort()}) {
                try (Socket first = socket(port)) {
                    try (Socket second = socket(port);
                            Socket third = socket(port)) {
                        assertThat(isClosedByServer(third)).isTrue();
                        assertThat(second.isConnected()).isTrue();
                    }
                    awaitRoom(port);
                    assertThat(first.isConnected()).isTrue();
                }
            }
        }
    }

    @Test
    void aRequestThatDoesNotCome_isNotWaitedFor() throws Exception {
        try (RunningServer server = RunningServer.start(folder, "--request-timeout=200ms")) {
            ManagedChannel channel = channel(server);
            CompletableFuture<Status> end = new CompletableFuture<>();
            // As a stream, because of a unary call gRPC sends nothing until it has the message.
            ClientCall<SendRequest, SendResponse> call = channel.newCall(
                    SignalingGrpc.getSendMethod().toBuilder()
                            .setType(MethodType.BIDI_STREAMING)
                            .build(),
                    CallOptions.DEFAULT);
            call.start(
                    new ClientCall.Listener<>() {
                        @Override
                        public void onClose(Status status, Metadata trailers) {
                            end.complete(status);
                        }
                    },
                    new Metadata());

            Status status = end.get(RunningServer.PATIENCE_SECONDS, TimeUnit.SECONDS);

            assertThat(status.getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
            assertThat(status.getDescription()).contains("arrived too slowly, and nothing of it was handled");
            assertThat(connect(server, "alice", "")).isNull();
            channel.shutdownNow();
        }
    }

    /** Connects come back with time, and a busy machine takes its time: so one asks until it is too often. */
    private static StatusException untilRefused(RunningServer server, String peer, IntFunction<String> forwardedFor)
            throws Exception {
        for (int turn = 0; turn < MOST_TURNS; turn++) {
            StatusException refused = connect(server, peer + turn, forwardedFor.apply(turn));
            if (refused != null) {
                return refused;
            }
        }
        throw new AssertionError("not refused in " + MOST_TURNS + " turns");
    }

    /** Null if the peer was welcomed; else why not. */
    private static StatusException connect(RunningServer server, String peer, String forwardedFor) throws Exception {
        ManagedChannel channel = channel(server);
        Metadata headers = new Metadata();
        if (!forwardedFor.isEmpty()) {
            headers.put(FORWARDED_FOR, forwardedFor);
        }
        CompletableFuture<StatusException> outcome = new CompletableFuture<>();
        SignalingGrpc.newStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .connect(new StreamObserver<>() {
                    @Override
                    public void onNext(ServerFrame frame) {
                        outcome.complete(null);
                    }

                    @Override
                    public void onError(Throwable end) {
                        outcome.complete(
                                new StatusException(Status.fromThrowable(end), Status.trailersFromThrowable(end)));
                    }

                    @Override
                    public void onCompleted() {}
                })
                .onNext(ClientFrame.newBuilder()
                        .setHello(Hello.newBuilder().setPeerId(peer))
                        .build());
        StatusException refused = outcome.get(RunningServer.PATIENCE_SECONDS, TimeUnit.SECONDS);
        channel.shutdownNow();
        return refused;
    }

    /** The headers of the answer; a refusal has all in them. */
    private static HttpResponse<InputStream> open(RunningServer server, String peer) throws Exception {
        byte[] message = OpenRequest.newBuilder()
                .setHello(Hello.newBuilder().setPeerId(peer))
                .build()
                .toByteArray();
        byte[] frame = ByteBuffer.allocate(5 + message.length)
                .put((byte) 0)
                .putInt(message.length)
                .put(message)
                .array();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.webPort() + "/beckon.v1.Signaling/Open"))
                .header("content-type", "application/grpc-web+proto")
                .POST(BodyPublishers.ofByteArray(frame))
                .build();
        HttpClient client = HttpClient.newHttpClient();
        return client.send(request, BodyHandlers.ofInputStream());
    }

    private static ManagedChannel channel(RunningServer server) throws IOException {
        return NettyChannelBuilder.forAddress("127.0.0.1", server.grpcPort())
                .usePlaintext()
                .build();
    }

    private static Socket socket(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(RunningServer.PATIENCE_SECONDS));
        return socket;
    }

    private static boolean isClosedByServer(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    /** Until the server has seen that one has gone; each try is a connection of its own. */
    private static void awaitRoom(int port) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(RunningServer.PATIENCE_SECONDS);
        while (true) {
            assertThat(System.nanoTime()).as("there is room again").isLessThan(deadline);
            try (Socket again = socket(port)) {
                // Nonsense that only a server that reads it ends with an answer.
                again.getOutputStream().write("GET /nonsense HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
                if (again.getInputStream().read() >= 0) {
                    return;
                }
            } catch (SocketException reset) {
                // Not yet.
            }
        }
    }
}

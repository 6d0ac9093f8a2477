package dev.beckon.server.main;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.v1.Hello;
import dev.beckon.v1.OpenRequest;
import dev.beckon.v1.SignalingGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One address does not take all that a server has, neither directly nor behind a proxy. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FairSharesTest {

    private static final Metadata.Key<String> FORWARDED_FOR =
            Metadata.Key.of("x-forwarded-for", Metadata.ASCII_STRING_MARSHALLER);
    private static final String GREEDY = "127.0.0.2";
    private static final String MODEST = "127.0.0.3";

    private final Path folder;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<AutoCloseable> open = new ArrayList<>();

    FairSharesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        http.shutdownNow();
    }

    @Test
    void whoOpensAllConnectionsItCan_leavesRoomForOthers_onBothPorts() throws Exception {
        RunningServer server = start("--max-connections=8");
        for (int port : new int[] {server.grpcPort(), server.webPort()}) {
            List<Socket> greedy = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                greedy.add(socket(GREEDY, port));
            }
            for (int i = 0; i < 8; i++) {
                assertThat(isClosedByServer(greedy.get(i)))
                        .as("connection %d", i)
                        .isEqualTo(i >= 4);
            }
            assertThat(isClosedByServer(socket(MODEST, port))).isFalse();
        }
        assertThat(metric(server, "beckon_limits_hit_total{limit=\"connections_per_address\"}"))
                .isEqualTo(8);
    }

    @Test
    void whoOpensConnectionsWithoutEnd_isRefused_andOthersAreNot() throws Exception {
        RunningServer server = start("--connects-per-second=1", "--connects-burst=1");
        String refusals = "beckon_limits_hit_total{limit=\"connection_rate_per_address\"}";
        for (int round = 0; metric(server, refusals) == 0 && round < 100; round++) {
            for (int i = 0; i < 100; i++) {
                try (Socket shortLived = new Socket(
                        InetAddress.getLoopbackAddress(), server.webPort(), InetAddress.getByName(GREEDY), 0)) {
                    shortLived.setSoLinger(true, 0);
                }
            }
        }

        assertThat(metric(server, refusals)).isPositive();
        assertThat(isClosedByServer(socket(MODEST, server.webPort()))).isFalse();
    }

    @Test
    void behindATrustedProxy_aClientHasItsShareOfStreams_andTheProxyNone() throws Exception {
        RunningServer server = start("--trusted-proxy=127.0.0.0/8", "--max-connections-per-address=2");
        NativePeer first = connect(server, "first", "203.0.113.1");
        first.welcome();
        assertThat(open(server, "second", "203.0.113.1").headers().firstValue("grpc-status"))
                .isEmpty();

        NativePeer third = connect(server, "third", "203.0.113.1");
        HttpResponse<InputStream> fourth = open(server, "fourth", "203.0.113.1");

        third.end("RATE_LIMITED");
        assertThat(fourth.headers().firstValue("grpc-status")).contains("8");
        assertThat(fourth.headers().firstValue("grpc-message").orElseThrow()).contains("Too many streams");
        assertThat(metric(server, "beckon_limits_hit_total{limit=\"streams_per_address\"}"))
                .isEqualTo(2);
        assertThat(metric(server, "beckon_connections{door=\"proxied\"}")).isEqualTo(2);
        connect(server, "neighbour", "203.0.113.2").welcome();
        connect(server, "the-proxy-itself", "127.0.0.1").welcome();

        first.lose();
        awaitMetric(server, "beckon_connections{door=\"proxied\"}", 2);
        connect(server, "fifth", "203.0.113.1").welcome();
    }

    private RunningServer start(String... options) throws Exception {
        RunningServer server = RunningServer.start(folder, options);
        open.add(server);
        return server;
    }

    private NativePeer connect(RunningServer server, String peer, String forwardedFor) throws IOException {
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", server.grpcPort())
                .usePlaintext()
                .build();
        open.add(channel::shutdownNow);
        Metadata headers = new Metadata();
        headers.put(FORWARDED_FOR, forwardedFor);
        SignalingGrpc.SignalingStub stub =
                SignalingGrpc.newStub(channel).withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
        return new NativePeer(stub, Hello.newBuilder().setPeerId(peer).build());
    }

    /** The headers of the answer; a refusal has all in them. */
    private HttpResponse<InputStream> open(RunningServer server, String peer, String forwardedFor) throws Exception {
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
                .header("x-forwarded-for", forwardedFor)
                .POST(BodyPublishers.ofByteArray(frame))
                .build();
        return http.send(request, BodyHandlers.ofInputStream());
    }

    private Socket socket(String from, int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(from), 0);
        open.add(socket);
        return socket;
    }

    /** Sends nonsense: a server that reads it answers or ends the connection after its settings, never before. */
    private static boolean isClosedByServer(Socket socket) throws IOException {
        socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(RunningServer.PATIENCE_SECONDS));
        try {
            socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0".getBytes(US_ASCII));
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException silent) {
            throw new AssertionError("neither closed nor answered", silent);
        } catch (SocketException reset) {
            return true;
        }
    }

    private void awaitMetric(RunningServer server, String name, double expected) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(RunningServer.PATIENCE_SECONDS);
        while (metric(server, name) != expected) {
            assertThat(System.nanoTime()).as("%s is %s", name, expected).isLessThan(deadline);
        }
    }

    private double metric(RunningServer server, String name) throws Exception {
        URI metrics = URI.create("http://127.0.0.1:" + server.metricsPort() + "/metrics");
        String text = http.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
                .body();
        return text.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in " + text));
    }
}

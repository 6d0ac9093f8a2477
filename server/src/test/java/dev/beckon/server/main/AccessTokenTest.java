package dev.beckon.server.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import dev.beckon.server.auth.TokenMaker;
import dev.beckon.v1.ClientFrame;
import dev.beckon.v1.Event;
import dev.beckon.v1.GetIceServersRequest;
import dev.beckon.v1.Hello;
import dev.beckon.v1.Notice;
import dev.beckon.v1.OpenRequest;
import dev.beckon.v1.Presence;
import dev.beckon.v1.SendRequest;
import dev.beckon.v1.ServerFrame;
import dev.beckon.v1.SignalingGrpc;
import dev.beckon.v1.WatchPresence;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real server with a key: who gets in by which token, and what its log says of it. */
@Timeout(60)
class AccessTokenTest {

    private static final String SECRET = "a secret for the test, of more than 32 bytes";

    private final Path folder;
    private RunningServer server;
    private ManagedChannel channel;

    AccessTokenTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void start() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), SECRET);
        server = RunningServer.start(
                folder, "--log-level=trace", "--token-secret-file=" + secret, "--token-reload=50ms");
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
    void eachHelloNeedsAToken_thatGrantsThePeerId() throws Exception {
        String alice = token(Map.of("sub", "alice"));
        for (String rpc : new String[] {"Connect", "Open"}) {
            assertThat(hello(rpc, null, "alice")).as(rpc).isEqualTo("TOKEN_MISSING");
            assertThat(hello(rpc, alice + "x", "alice")).as(rpc).isEqualTo("TOKEN_INVALID");
            assertThat(hello(rpc, token(Map.of("sub", "alice", "exp", 1)), "alice"))
                    .as(rpc)
                    .isEqualTo("TOKEN_EXPIRED");
            assertThat(hello(rpc, alice, "bob")).as(rpc).isEqualTo("PEER_ID_NOT_ALLOWED");
            assertThat(hello(rpc, alice, "alice2")).as(rpc).isEqualTo("PEER_ID_NOT_ALLOWED");
            assertThat(hello(rpc, alice, "alice/" + rpc)).as(rpc).isEqualTo("WELCOME");
        }
    }

    @Test
    void watchingNeedsAGrant_andShowsSessionIdsOnlyToThoseWhoMaySignal() throws Exception {
        Map<String, Object> claims =
                Map.of("sub", "alice", "signal_to", List.of("bob"), "watch", List.of("bob", "carol"));
        for (String peer : List.of("bob", "carol")) {
            assertThat(hello("Connect", token(Map.of("sub", peer)), peer)).isEqualTo("WELCOME");
        }
        for (String rpc : new String[] {"Connect", "Open"}) {
            BlockingQueue<Event> events = new LinkedBlockingQueue<>();
            Consumer<ClientFrame> client = open(rpc, token(claims), "alice/" + rpc, events);

            client.accept(watching("bob", "dave").setSeq(1).build());
            Notice notice = next(events).getNotice();
            assertThat(notice.getCode()).as(rpc).isEqualTo(Notice.Code.PERMISSION_DENIED);
            assertThat(notice.getPeerId()).isEqualTo("dave");
            assertThat(notice.getMessage()).contains("does not let you watch the presence of 'dave'");

            client.accept(watching("bob", "carol").setSeq(2).build());
            Map<String, String> shown = new HashMap<>();
            while (shown.size() < 2) {
                Presence presence = next(events).getPresence();
                shown.put(
                        presence.getPeerId(),
                        presence.getState() + (presence.getSessionId().isEmpty() ? "" : " with its session"));
            }
            assertThat(shown).isEqualTo(Map.of("bob", "LIVE with its session", "carol", "LIVE"));
        }
    }

    private static ClientFrame.Builder watching(String... peers) {
        return ClientFrame.newBuilder()
                .setWatchPresence(WatchPresence.newBuilder().addAllPeerIds(List.of(peers)));
    }

    private static Event next(BlockingQueue<Event> events) throws InterruptedException {
        Event event = events.poll(RunningServer.PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(event).isNotNull();
        return event;
    }

    /** A session over one of the two shapes; what takes its frames. */
    private Consumer<ClientFrame> open(String rpc, String token, String peerId, BlockingQueue<Event> events)
            throws InterruptedException {
        Hello hello = Hello.newBuilder()
                .setPeerId(peerId)
                .setSessionKey(ByteString.copyFrom(new byte[16]))
                .build();
        StreamObserver<ServerFrame> observer = eventsTo(events);
        if (rpc.equals("Open")) {
            stub(token).open(OpenRequest.newBuilder().setHello(hello).build(), observer);
            String attachment = next(events).getWelcome().getAttachmentToken();
            return frame -> SignalingGrpc.newBlockingStub(channel)
                    .send(SendRequest.newBuilder()
                            .setAttachmentToken(attachment)
                            .addFrames(frame)
                            .build());
        }
        StreamObserver<ClientFrame> frames = stub(token).connect(observer);
        frames.onNext(ClientFrame.newBuilder().setHello(hello).build());
        assertThat(next(events).hasWelcome()).isTrue();
        return frames::onNext;
    }

    private static StreamObserver<ServerFrame> eventsTo(BlockingQueue<Event> events) {
        return new StreamObserver<>() {
            @Override
            public void onNext(ServerFrame frame) {
                events.addAll(frame.getEventsList());
            }

            @Override
            public void onError(Throwable end) {}

            @Override
            public void onCompleted() {}
        };
    }

    @Test
    void aSignersClockThatIsAhead_isBorneForAMinute_andNeverFinal() throws Exception {
        long now = Instant.now().getEpochSecond();

        assertThat(hello("Connect", token(Map.of("sub", "alice", "nbf", now + 30, "iat", now + 30)), "alice"))
                .isEqualTo("WELCOME");
        for (String rpc : new String[] {"Connect", "Open"}) {
            assertThat(hello(rpc, token(Map.of("sub", "bob", "nbf", now + 600)), "bob"))
                    .as(rpc)
                    .isEqualTo("TOKEN_NOT_YET_VALID");
        }
        StatusRuntimeException refused =
                assertThrows(StatusRuntimeException.class, () -> SignalingGrpc.newBlockingStub(channel)
                        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(
                                metadata(token(Map.of("sub", "bob", "nbf", now + 600)))))
                        .getIceServers(GetIceServersRequest.getDefaultInstance()));
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(StatusProto.fromThrowable(refused).getDetails(1).unpack(RetryInfo.class))
                .returns(30L, retry -> retry.getRetryDelay().getSeconds());
    }

    @Test
    @Timeout(RunningServer.PATIENCE_SECONDS)
    void aSecondSecretInTheFile_isTakenOverByTheRunningServer() throws Exception {
        String next = "another secret that has more than 32 bytes";
        String token = TokenMaker.ofSecret(KeyFiles.bytes(next)).make(null, Map.of("sub", "bob"));
        assertThat(hello("Connect", token, "bob")).isEqualTo("TOKEN_INVALID");

        Files.writeString(folder.resolve("secret"), next + "\n" + SECRET + "\n");

        String outcome = hello("Connect", token, "bob");
        while (outcome.equals("TOKEN_INVALID")) {
            outcome = hello("Connect", token, "bob");
        }
        assertThat(outcome).isEqualTo("WELCOME");
        assertThat(hello("Connect", token(Map.of("sub", "alice")), "alice")).isEqualTo("WELCOME");
    }

    @Test
    void noTokenIsLogged_atTheMostTalkativeLevel() throws Exception {
        String good = token(Map.of("sub", "alice"));
        String bad = good.substring(0, good.length() - 4) + "AAAA";
        assertThat(hello("Connect", good, "alice")).isEqualTo("WELCOME");
        assertThat(hello("Connect", bad, "alice")).isEqualTo("TOKEN_INVALID");
        assertThat(hello("Connect", good, "bob")).isEqualTo("PEER_ID_NOT_ALLOWED");
        channel.shutdownNow();

        server.terminate();

        assertThat(server.exitCode()).isZero();
        assertThat(server.output() + server.errors())
                .contains("session started peer=\"alice\"")
                .doesNotContain(SECRET)
                .doesNotContain(good.substring(0, good.indexOf('.')))
                .doesNotContain(good.substring(good.lastIndexOf('.') + 1))
                .doesNotContain("Bearer");
    }

    /** What becomes of a hello: "WELCOME", or the reason of the refusal. */
    private String hello(String rpc, @Nullable String token, String peerId) throws InterruptedException {
        BlockingQueue<String> outcome = new LinkedBlockingQueue<>();
        Hello hello = Hello.newBuilder()
                .setPeerId(peerId)
                .setSessionKey(ByteString.copyFrom(new byte[16]))
                .build();
        StreamObserver<ServerFrame> observer = outcomeTo(outcome);
        if (rpc.equals("Open")) {
            stub(token).open(OpenRequest.newBuilder().setHello(hello).build(), observer);
        } else {
            stub(token)
                    .connect(observer)
                    .onNext(ClientFrame.newBuilder().setHello(hello).build());
        }
        String first = outcome.poll(RunningServer.PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(first).as("an answer to hello").isNotNull();
        return first;
    }

    private SignalingGrpc.SignalingStub stub(@Nullable String token) {
        return SignalingGrpc.newStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata(token)));
    }

    private static Metadata metadata(@Nullable String token) {
        Metadata metadata = new Metadata();
        if (token != null) {
            metadata.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
        }
        return metadata;
    }

    private static StreamObserver<ServerFrame> outcomeTo(BlockingQueue<String> outcome) {
        return new StreamObserver<>() {
            @Override
            public void onNext(ServerFrame frame) {
                outcome.add(frame.getEvents(0).getEventCase().name());
            }

            @Override
            public void onError(Throwable end) {
                outcome.add(reason(end));
            }

            @Override
            public void onCompleted() {
                outcome.add("OK");
            }
        };
    }

    private static String reason(Throwable end) {
        var status = StatusProto.fromThrowable(end);
        try {
            return status == null || status.getDetailsCount() == 0
                    ? end.toString()
                    : status.getDetails(0).unpack(ErrorInfo.class).getReason();
        } catch (InvalidProtocolBufferException another) {
            return another.toString();
        }
    }

    private static String token(Map<String, Object> claims) throws Exception {
        Map<String, Object> all = new HashMap<>(claims);
        all.putIfAbsent("exp", Instant.now().plusSeconds(600).getEpochSecond());
        return TokenMaker.ofSecret(KeyFiles.bytes(SECRET)).make(null, all);
    }
}

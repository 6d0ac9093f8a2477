package dev.beckon.server.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import dev.beckon.server.auth.TokenMaker;
import dev.beckon.v1.AdminGrpc;
import dev.beckon.v1.AdminGrpc.AdminBlockingStub;
import dev.beckon.v1.ClientFrame;
import dev.beckon.v1.CloseRoomRequest;
import dev.beckon.v1.Data;
import dev.beckon.v1.DisconnectPeerRequest;
import dev.beckon.v1.Event;
import dev.beckon.v1.GetPeerRequest;
import dev.beckon.v1.GoAway;
import dev.beckon.v1.Hello;
import dev.beckon.v1.JoinRoom;
import dev.beckon.v1.ListPeersRequest;
import dev.beckon.v1.Member;
import dev.beckon.v1.PeerInfo;
import dev.beckon.v1.PeerLeft;
import dev.beckon.v1.RevokeTokensRequest;
import dev.beckon.v1.SendSignalRequest;
import dev.beckon.v1.ServerFrame;
import dev.beckon.v1.Signal;
import dev.beckon.v1.SignalingGrpc;
import dev.beckon.v1.Welcome;
import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The Admin service of the real server, with a key for access tokens, as an app's backend meets it. */
@Timeout(90)
class AdminTest {

    private static final String SECRET = "a secret for the test, of more than 32 bytes";

    private final Path folder;
    private RunningServer server;
    private ManagedChannel clients;
    private ManagedChannel operators;
    private AdminBlockingStub admin;

    AdminTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void start() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), SECRET);
        server = RunningServer.start(
                folder, "--token-secret-file=" + secret, "--drain=1s", "--drain-spread=10ms", "--log-level=error");
        clients = channel(server.grpcPort());
        operators = channel(server.adminPort());
        admin = admin(token(Map.of("sub", "backend", "admin", true)));
    }

    @AfterEach
    void end() throws Exception {
        clients.shutdownNow();
        operators.shutdownNow();
        server.terminate();
        assertThat(server.exitCode()).isZero();
        server.close();
    }

    @Test
    void whoIsThere_isListedAndShown() throws Exception {
        Client alice = connect("alice", token(Map.of("sub", "alice")), "");
        Client bob = connect("bob", token(Map.of("sub", "bob")), "a key of sixteen");

        assertThat(admin.listPeers(ListPeersRequest.getDefaultInstance()).getPeersList())
                .extracting(PeerInfo::getPeerId)
                .containsExactly("alice", "bob");
        PeerInfo info = get("bob");
        assertThat(info.getSessionId()).isEqualTo(bob.welcome.getSessionId());
        assertThat(info.getSubject()).isEqualTo("bob");
        assertThat(info.getDoor()).isEqualTo("Connect");
        assertThat(info.getAddress()).startsWith("127.0.0.1:");
        assertThat(info.getResumable()).isTrue();
        assertThat(get("alice").getResumable()).isFalse();
        assertThat(alice.events).isEmpty();
    }

    @Test
    void eachCall_isLogged_whateverTheLogLevel() throws Exception {
        refusal(() -> AdminGrpc.newBlockingStub(operators)
                .disconnectPeer(
                        DisconnectPeerRequest.newBuilder().setPeerId("bob\n").build()));
        admin.disconnectPeer(DisconnectPeerRequest.newBuilder().setPeerId("bob").build());
        server.terminate();
        assertThat(server.exitCode()).isZero();

        assertThat(server.output().lines().filter(line -> line.contains("beckon.audit")))
                .satisfiesExactly(
                        refused -> assertThat(refused)
                                .containsPattern(
                                        "admin call method=\"DisconnectPeer\" by=\"-\" address=\"127.0.0.1:\\d+\"")
                                .contains("outcome=\"UNAUTHENTICATED TOKEN_MISSING\" request.peer_id=\"bob\\u{a}\""),
                        done -> assertThat(done).contains("by=\"backend\"", "outcome=\"OK\" request.peer_id=\"bob\""));
    }

    @Test
    void aSignalOfTheBackend_isDelivered_orKept_orRefused() throws Exception {
        String token = token(Map.of("sub", "bob"));
        Client alice = connect("alice", token(Map.of("sub", "alice")), "");
        Client bob = connect("bob", token, "a key of sixteen");
        alice.join("lobby");
        bob.join("lobby");
        alice.until(Event.EventCase.PEER_JOINED);

        assertThat(admin.sendSignal(data("alice", "hello")).getSessionId()).isEqualTo(alice.welcome.getSessionId());
        Signal signal = alice.until(Event.EventCase.SIGNAL).getSignal();
        assertThat(signal.getFrom()).isEqualTo("$backend");
        assertThat(signal.getFromSessionId()).isEqualTo("$backend");
        assertThat(signal.getData().getText()).isEqualTo("hello");

        bob.frames.onError(Code.CANCELLED.toStatus().asRuntimeException());
        assertThat(alice.until(Event.EventCase.MEMBER_UPDATED)
                        .getMemberUpdated()
                        .getMember()
                        .getState())
                .isEqualTo(Member.State.AWAY);
        admin.sendSignal(data("bob", "wake up"));
        assertThat(get("bob").getState()).isEqualTo(PeerInfo.State.AWAY);
        assertThat(get("bob").getMailboxEvents()).isOne();
        Client back = connect("bob", token, "a key of sixteen", bob.welcome.getSessionId());
        assertThat(back.until(Event.EventCase.SIGNAL).getSignal().getData().getText())
                .isEqualTo("wake up");

        StatusRuntimeException refused = refusal(() -> admin.sendSignal(data("nobody", "hello")));
        assertThat(info(refused).getReason()).isEqualTo("SIGNAL_REFUSED");
        assertThat(info(refused).getMetadataMap()).containsEntry("code", "PEER_UNAVAILABLE");
    }

    @Test
    void aDisconnectedPeer_isToldToStop_andIsKeptOutWhileItIsBanned() throws Exception {
        String token = token(Map.of("sub", "alice"));
        Client alice = connect("alice", token, "a key of sixteen");

        assertThat(admin.disconnectPeer(DisconnectPeerRequest.newBuilder()
                                .setPeerId("alice")
                                .setBan(Duration.newBuilder().setSeconds(3600))
                                .setMessage("That was too much.")
                                .build())
                        .getWasRegistered())
                .isTrue();

        GoAway goAway = alice.until(Event.EventCase.GO_AWAY).getGoAway();
        assertThat(goAway.getReason()).isEqualTo(GoAway.Reason.DISCONNECTED);
        assertThat(goAway.getAction()).isEqualTo(GoAway.Action.STOP);
        assertThat(goAway.getMessage()).isEqualTo("That was too much.");
        StatusRuntimeException end = alice.end();
        assertThat(end.getStatus().getCode()).isEqualTo(Code.PERMISSION_DENIED);
        assertThat(info(end).getReason()).isEqualTo("DISCONNECTED");
        StatusRuntimeException banned =
                open("alice", token, "a key of sixteen", "").end();
        assertThat(banned.getStatus().getCode()).isEqualTo(Code.PERMISSION_DENIED);
        assertThat(info(banned).getReason()).isEqualTo("BANNED");
        assertThat(detail(banned, 1).unpack(RetryInfo.class).getRetryDelay().getSeconds())
                .isBetween(3500L, 3600L);
    }

    @Test
    void aClosedRoom_isToldToItsMembers() throws Exception {
        Client alice = connect("alice", token(Map.of("sub", "alice")), "");
        Client bob = connect("bob", token(Map.of("sub", "bob")), "");
        alice.join("lobby");
        alice.until(Event.EventCase.ROOM_SNAPSHOT);
        bob.join("lobby");
        bob.until(Event.EventCase.ROOM_SNAPSHOT);

        assertThat(admin.closeRoom(
                                CloseRoomRequest.newBuilder().setRoom("lobby").build())
                        .getRemoved())
                .isEqualTo(2);

        assertThat(List.of(
                        alice.until(Event.EventCase.PEER_LEFT).getPeerLeft(),
                        bob.until(Event.EventCase.PEER_LEFT).getPeerLeft()))
                .allSatisfy(left -> assertThat(left.getReason()).isEqualTo(PeerLeft.Reason.ROOM_CLOSED))
                .extracting(PeerLeft::getPeerId)
                .containsExactly("alice", "bob");
        bob.join("lobby");
        assertThat(bob.until(Event.EventCase.ROOM_SNAPSHOT).getRoomSnapshot().getVersion())
                .isOne();
    }

    @Test
    void aRevokedToken_endsItsSession_andDoesNotComeBack() throws Exception {
        String token = token(Map.of("sub", "alice", "jti", "t1"));
        Client alice = connect("alice", token, "a key of sixteen");
        connect("alice/phone", token(Map.of("sub", "alice", "jti", "t2")), "");

        int ended = admin.revokeTokens(
                        RevokeTokensRequest.newBuilder().setTokenId("t1").build())
                .getSessionsEnded();

        assertThat(ended).isOne();
        StatusRuntimeException end = alice.end();
        assertThat(end.getStatus().getCode()).isEqualTo(Code.UNAUTHENTICATED);
        assertThat(info(end).getReason()).isEqualTo("TOKEN_REVOKED");
        assertThat(info(open("alice", token, "a key of sixteen", "").end()).getReason())
                .isEqualTo("TOKEN_REVOKED");
        assertThat(admin.revokeTokens(RevokeTokensRequest.newBuilder()
                                .setSubject("alice")
                                .build())
                        .getSessionsEnded())
                .isOne();
    }

    @Test
    void withoutTheGrant_nothingIsTold() throws Exception {
        ListPeersRequest all = ListPeersRequest.getDefaultInstance();
        AdminBlockingStub nobody = AdminGrpc.newBlockingStub(operators);
        AdminBlockingStub alice = admin(token(Map.of("sub", "alice")));

        assertThat(info(refusal(() -> nobody.listPeers(all))).getReason()).isEqualTo("TOKEN_MISSING");
        assertThat(info(refusal(() -> alice.listPeers(all))).getReason()).isEqualTo("ADMIN_NOT_GRANTED");
        assertThat(refusal(() -> AdminGrpc.newBlockingStub(clients).listPeers(all))
                        .getStatus()
                        .getCode())
                .as("on the port of clients")
                .isEqualTo(Code.UNIMPLEMENTED);
        assertThat(HealthGrpc.newBlockingStub(operators)
                        .check(HealthCheckRequest.newBuilder()
                                .setService("beckon.v1.Admin")
                                .build())
                        .getStatus())
                .isEqualTo(ServingStatus.SERVING);
    }

    private PeerInfo get(String peer) {
        return admin.getPeer(GetPeerRequest.newBuilder().setPeerId(peer).build())
                .getPeer();
    }

    private static SendSignalRequest data(String to, String text) {
        return SendSignalRequest.newBuilder()
                .setSignal(
                        Signal.newBuilder().setTo(to).setData(Data.newBuilder().setText(text)))
                .build();
    }

    private AdminBlockingStub admin(String token) {
        return AdminGrpc.newBlockingStub(operators)
                .withDeadlineAfter(RunningServer.PATIENCE_SECONDS, TimeUnit.SECONDS)
                .withInterceptors(bearer(token));
    }

    private Client connect(String peer, String token, String key) throws InterruptedException {
        return connect(peer, token, key, "");
    }

    private Client connect(String peer, String token, String key, String session) throws InterruptedException {
        Client client = open(peer, token, key, session);
        client.welcome = client.until(Event.EventCase.WELCOME).getWelcome();
        return client;
    }

    private Client open(String peer, String token, String key, String session) {
        return new Client(
                clients,
                token,
                Hello.newBuilder()
                        .setPeerId(peer)
                        .setSessionKey(ByteString.copyFromUtf8(key))
                        .setSessionId(session)
                        .build());
    }

    /** A stream of Connect with all that came on it. */
    private static final class Client implements StreamObserver<ServerFrame> {

        private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
        private final BlockingQueue<Throwable> ends = new LinkedBlockingQueue<>();
        private final StreamObserver<ClientFrame> frames;
        private final boolean numbers;
        private Welcome welcome = Welcome.getDefaultInstance();
        private long seq;

        Client(Channel channel, String token, Hello hello) {
            numbers = !hello.getSessionKey().isEmpty();
            frames = SignalingGrpc.newStub(channel)
                    .withInterceptors(bearer(token))
                    .connect(this);
            frames.onNext(ClientFrame.newBuilder().setHello(hello).build());
        }

        void join(String room) {
            frames.onNext(ClientFrame.newBuilder()
                    .setSeq(numbers ? ++seq : 0)
                    .setJoinRoom(JoinRoom.newBuilder().setRoom(room))
                    .build());
        }

        /** The next event of this kind; others before it are dropped. */
        Event until(Event.EventCase wanted) throws InterruptedException {
            while (true) {
                Event event = events.poll(RunningServer.PATIENCE_SECONDS, TimeUnit.SECONDS);
                assertThat(event).as("%s; ends: %s", wanted, ends).isNotNull();
                if (event.getEventCase() == wanted) {
                    return event;
                }
            }
        }

        StatusRuntimeException end() throws InterruptedException {
            Throwable end = ends.poll(RunningServer.PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(end).isInstanceOf(StatusRuntimeException.class);
            return (StatusRuntimeException) end;
        }

        @Override
        public void onNext(ServerFrame frame) {
            events.addAll(frame.getEventsList());
        }

        @Override
        public void onError(Throwable end) {
            ends.add(end);
        }

        @Override
        public void onCompleted() {}
    }

    private static StatusRuntimeException refusal(Runnable call) {
        StatusRuntimeException refusal = catchThrowableOfType(StatusRuntimeException.class, call::run);
        assertThat(refusal).isNotNull();
        return refusal;
    }

    private static ErrorInfo info(StatusRuntimeException end) throws Exception {
        return detail(end, 0).unpack(ErrorInfo.class);
    }

    private static Any detail(StatusRuntimeException end, int index) {
        com.google.rpc.Status status = StatusProto.fromThrowable(end);
        assertThat(status).as(end.getMessage()).isNotNull();
        return status.getDetails(index);
    }

    private static ClientInterceptor bearer(String token) {
        Metadata metadata = new Metadata();
        metadata.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
        return MetadataUtils.newAttachHeadersInterceptor(metadata);
    }

    private static ManagedChannel channel(int port) {
        return NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    }

    private static String token(Map<String, Object> claims) throws Exception {
        Map<String, Object> all = new HashMap<>(claims);
        all.put("exp", Instant.now().plusSeconds(600).getEpochSecond());
        return TokenMaker.ofSecret(KeyFiles.bytes(SECRET)).make(null, all);
    }
}

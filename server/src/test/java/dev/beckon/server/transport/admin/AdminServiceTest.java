package dev.beckon.server.transport.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import dev.beckon.server.core.message.Command;
import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.message.Limits;
import dev.beckon.server.core.message.ServerEvent.Delivered;
import dev.beckon.server.core.message.ServerEvent.GoAway;
import dev.beckon.server.core.peer.Access;
import dev.beckon.server.core.peer.Grants;
import dev.beckon.server.core.peer.IdPatterns;
import dev.beckon.server.core.peer.RoomId;
import dev.beckon.server.core.port.TokenRevocations;
import dev.beckon.server.testing.TestNode;
import dev.beckon.server.testing.TestPeer;
import dev.beckon.v1.AdminGrpc;
import dev.beckon.v1.CloseRoomRequest;
import dev.beckon.v1.DisconnectPeerRequest;
import dev.beckon.v1.GetPeerRequest;
import dev.beckon.v1.GetRoomRequest;
import dev.beckon.v1.GetRoomResponse;
import dev.beckon.v1.ListPeersRequest;
import dev.beckon.v1.ListPeersResponse;
import dev.beckon.v1.ListRoomsRequest;
import dev.beckon.v1.ListRoomsResponse;
import dev.beckon.v1.PeerInfo;
import dev.beckon.v1.RevokeTokensRequest;
import dev.beckon.v1.RoomInfo;
import dev.beckon.v1.SendSignalRequest;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class AdminServiceTest {

    /** Remembers what was revoked. */
    private static final class Recorded implements TokenRevocations {

        final List<String> all = new ArrayList<>();
        boolean isFull;

        @Override
        public boolean revokeSubject(String subject, Instant issuedBefore, Duration keepFor) {
            all.add(subject + " " + issuedBefore + " " + keepFor);
            return !isFull;
        }

        @Override
        public boolean revokeToken(String tokenId, Duration keepFor) {
            all.add(tokenId + " " + keepFor);
            return !isFull;
        }
    }

    private final TestNode node = new TestNode();
    private final Recorded revocations = new Recorded();
    private Server server;
    private ManagedChannel channel;
    private AdminGrpc.AdminBlockingStub admin;

    @BeforeEach
    void start() throws IOException {
        AdminService service = new AdminService(
                node.administration,
                node.policy,
                revocations,
                node.scheduler::now,
                Limits.DEFAULTS,
                call -> {},
                node.events);
        String name = InProcessServerBuilder.generateName();
        server = InProcessServerBuilder.forName(name)
                .directExecutor()
                .addService(service.definition())
                .build()
                .start();
        channel = InProcessChannelBuilder.forName(name).directExecutor().build();
        admin = AdminGrpc.newBlockingStub(channel);
    }

    @AfterEach
    void nothingIsLeft() {
        channel.shutdownNow();
        server.shutdownNow();
        node.shutdown.endAll();
        node.scheduler.advance(Duration.ofHours(1));
        node.assertNothingLeft();
    }

    @Test
    void listPeers_goesFromPageToPage() {
        List.of("carol", "alice", "bob").forEach(node::connect);

        ListPeersResponse first = admin.listPeers(request(ListPeersRequest.class, "page_size: 2"));
        ListPeersResponse second = admin.listPeers(ListPeersRequest.newBuilder()
                .setPageToken(first.getNextPageToken())
                .build());

        assertThat(first.getPeersList()).extracting(PeerInfo::getPeerId).containsExactly("alice", "bob");
        assertThat(second.getPeersList()).extracting(PeerInfo::getPeerId).containsExactly("carol");
        assertThat(second.getNextPageToken()).isEmpty();
        assertThat(second.getTotal()).isEqualTo(3);
    }

    @Test
    void getPeer_tellsAllThatIsKnown() {
        node.scheduler.advance(Duration.ofSeconds(5));
        TestPeer alice = node.connectKeyed("alice");
        alice.send(1, new Command.JoinRoom(new RoomId("lobby")));
        alice.send(2, new Command.JoinRoom(new RoomId("bar")));
        alice.lose(EndReason.GONE);

        PeerInfo info =
                admin.getPeer(request(GetPeerRequest.class, "peer_id: 'alice'")).getPeer();

        assertThat(info)
                .isEqualTo(request(
                        PeerInfo.class,
                        "peer_id: 'alice' session_id: '" + alice.id() + "' state: AWAY display_name: 'alice'"
                                + " door: 'test' client: 'test' since { seconds: 5 } rooms: 'bar' rooms: 'lobby'"
                                + " resumable: true"));
    }

    @Test
    void rooms_areListedShownAndClosed() {
        TestPeer alice = node.connect("alice");
        TestPeer bob = node.connect("bob");
        alice.join("lobby");
        bob.join("lobby");
        bob.join("bar");

        ListRoomsResponse rooms = admin.listRooms(request(ListRoomsRequest.class, "prefix: 'l'"));
        GetRoomResponse lobby = admin.getRoom(request(GetRoomRequest.class, "room: 'lobby'"));

        assertThat(rooms.getRoomsList())
                .containsExactly(request(RoomInfo.class, "room: 'lobby' members: 2 version: 2"));
        assertThat(rooms.getTotal()).isEqualTo(2);
        assertThat(lobby.getVersion()).isEqualTo(2);
        assertThat(lobby.getMembersList())
                .extracting(member -> member.getPeerId())
                .containsExactly("alice", "bob");
        assertThat(admin.closeRoom(request(CloseRoomRequest.class, "room: 'lobby'"))
                        .getRemoved())
                .isEqualTo(2);
        assertRefused(
                Code.NOT_FOUND,
                "ROOM_NOT_FOUND",
                () -> admin.closeRoom(request(CloseRoomRequest.class, "room: 'lobby'")));
        assertRefused(
                Code.NOT_FOUND, "ROOM_NOT_FOUND", () -> admin.getRoom(request(GetRoomRequest.class, "room: 'lobby'")));
    }

    @Test
    void disconnectPeer_bansAlsoWhoIsNotThere() {
        TestPeer alice = node.connect("alice");
        DisconnectPeerRequest request = request(
                DisconnectPeerRequest.class, "peer_id: 'alice' ban { seconds: 60 } message: 'Genug für heute.'");

        assertThat(admin.disconnectPeer(request).getWasRegistered()).isTrue();
        assertThat(admin.disconnectPeer(request).getWasRegistered()).isFalse();

        assertThat(alice.only(GoAway.class)).extracting(GoAway::message).containsExactly("Genug für heute.");
        assertThat(node.bans.remaining(alice.peer())).isEqualTo(Duration.ofSeconds(60));
        assertRefused(
                Code.NOT_FOUND,
                "PEER_NOT_FOUND",
                () -> admin.getPeer(request(GetPeerRequest.class, "peer_id: 'alice'")));
    }

    @Test
    void sendSignal_tellsTheSession_orWhyNot() {
        TestPeer alice = node.connect("alice");

        String session = admin.sendSignal(
                        request(SendSignalRequest.class, "signal { to: 'alice' data { label: 'x' text: 'hi' } }"))
                .getSessionId();
        StatusRuntimeException refused = assertRefused(
                Code.FAILED_PRECONDITION,
                "SIGNAL_REFUSED",
                () -> admin.sendSignal(request(SendSignalRequest.class, "signal { to: 'bob' data { text: 'hi' } }")));

        assertThat(session).isEqualTo(alice.id().value());
        assertThat(alice.only(Delivered.class)).hasSize(1);
        assertThat(detail(refused, 0, ErrorInfo.class).getMetadataMap()).containsEntry("code", "PEER_UNAVAILABLE");
    }

    @Test
    void revokeTokens_remembersThem_andEndsTheSessions() {
        Access alices = access(Grants.ALL);
        node.policy.tokens.put("alice's", alices);
        node.policy.tokens.put("admin's", access(Grants.ALL, "root"));
        TestPeer alice = TestPeer.connect(node, TestPeer.hello("alice"), "alice's");
        node.policy.revoked.add(alices);

        int ended = with("admin's")
                .revokeTokens(request(RevokeTokensRequest.class, "subject: 'alice'"))
                .getSessionsEnded();
        with("admin's").revokeTokens(request(RevokeTokensRequest.class, "token_id: 't1' keep_for { seconds: 60 }"));

        assertThat(ended).isOne();
        assertThat(alice.closes).containsExactly(EndReason.TOKEN_REVOKED);
        assertThat(revocations.all).containsExactly("alice 1970-01-01T00:00:00Z PT24H", "t1 PT1M");
        revocations.isFull = true;
        assertRefused(Code.RESOURCE_EXHAUSTED, "TOO_MANY_REVOCATIONS", () -> with("admin's")
                .revokeTokens(request(RevokeTokensRequest.class, "token_id: 't1'")));
    }

    @Test
    void whereTokensAreAskedFor_eachCallNeedsOneWithTheGrant() {
        node.policy.tokens.put("admin's", access(Grants.ALL));
        node.policy.tokens.put(
                "user's",
                access(new Grants(IdPatterns.ANY, IdPatterns.ANY, IdPatterns.ANY, IdPatterns.ANY, true, true, false)));
        ListPeersRequest request = ListPeersRequest.getDefaultInstance();

        assertRefused(Code.UNAUTHENTICATED, "TOKEN_MISSING", () -> admin.listPeers(request));
        assertRefused(
                Code.UNAUTHENTICATED, "TOKEN_INVALID", () -> with("forged").listPeers(request));
        assertRefused(Code.PERMISSION_DENIED, "ADMIN_NOT_GRANTED", () -> with("user's")
                .listPeers(request));
        // What is wrong with a request is told to those who may make it.
        assertRefused(Code.PERMISSION_DENIED, "ADMIN_NOT_GRANTED", () -> with("user's")
                .getPeer(GetPeerRequest.getDefaultInstance()));
        assertThat(with("admin's").listPeers(request).getTotal()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "ListPeers      | page_size: 1001                                          | page_size",
                "ListPeers      | page_size: 4294967295                                    | page_size",
                "ListPeers      | prefix: 'a b'                                            | prefix",
                "ListRooms      | page_token: 'ä'                                          | page_token",
                "GetPeer        |                                                          | peer_id",
                "GetRoom        | room: 'a b'                                              | room",
                "CloseRoom      |                                                          | room",
                "DisconnectPeer | message: 'x'                                             | peer_id",
                "DisconnectPeer | peer_id: 'a' message: 'a\\nb'                            | message",
                "DisconnectPeer | peer_id: 'a' ban { nanos: 999999999 }                    | ban",
                "DisconnectPeer | peer_id: 'a' ban { seconds: -5 }                         | ban",
                "DisconnectPeer | peer_id: 'a' ban { seconds: 2592000 nanos: 1 }           | ban",
                "DisconnectPeer | peer_id: 'a' ban { seconds: 9223372036854775807 }        | ban",
                "DisconnectPeer | peer_id: 'a' ban { seconds: 5 nanos: -1 }                | ban",
                "SendSignal     |                                                          | signal.to",
                "SendSignal     | signal { to: 'a' }                                       | signal.body",
                "SendSignal     | signal { to: 'a' from: 'b' data { text: '' } }           | signal.from",
                "SendSignal     | signal { to: 'a' from_session_id: 'b' data { text: '' } }| signal.from_session_id",
                "SendSignal     | signal { to: 'a' room: 'b' data { text: '' } }           | signal.room",
                "SendSignal     | signal { to: 'a' offer { sdp: 'x' } }                    | signal.offer.sdp",
                "RevokeTokens   |                                                          | subject",
                "RevokeTokens   | subject: 'a' token_id: 'b'                               | token_id",
                "RevokeTokens   | token_id: 'b' issued_before { seconds: 1 }               | issued_before",
                "RevokeTokens   | subject: 'a' issued_before { seconds: 253402300800 }     | issued_before",
                "RevokeTokens   | subject: 'a' keep_for { seconds: 2592001 }               | keep_for",
            })
    void fieldThatBreaksItsRule_isNamed(String method, String fields, String field) {
        String text = fields == null ? "" : fields;
        StatusRuntimeException refused =
                assertRefused(Code.INVALID_ARGUMENT, "INVALID_REQUEST", () -> callByText(method, text));

        assertThat(detail(refused, 1, BadRequest.class).getFieldViolationsList())
                .extracting(BadRequest.FieldViolation::getField)
                .containsOnlyOnce(field);
        assertThat(revocations.all).isEmpty();
    }

    @Test
    void whatIsNoMessage_isRefusedInWords() {
        MethodDescriptor<byte[], ListPeersResponse> method = MethodDescriptor.<byte[], ListPeersResponse>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(AdminGrpc.getListPeersMethod().getFullMethodName())
                .setRequestMarshaller(new Bytes())
                .setResponseMarshaller(AdminGrpc.getListPeersMethod().getResponseMarshaller())
                .build();

        assertRefused(
                Code.INVALID_ARGUMENT,
                "MALFORMED_FRAME",
                () -> ClientCalls.blockingUnaryCall(channel, method, CallOptions.DEFAULT, new byte[] {-1, -1}));
    }

    /** Sends anything. */
    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {

        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            throw new IllegalStateException("only requests are bytes");
        }
    }

    private void callByText(String method, String text) {
        switch (method) {
            case "ListPeers" -> admin.listPeers(request(ListPeersRequest.class, text));
            case "ListRooms" -> admin.listRooms(request(ListRoomsRequest.class, text));
            case "GetPeer" -> admin.getPeer(request(GetPeerRequest.class, text));
            case "GetRoom" -> admin.getRoom(request(GetRoomRequest.class, text));
            case "CloseRoom" -> admin.closeRoom(request(CloseRoomRequest.class, text));
            case "DisconnectPeer" -> admin.disconnectPeer(request(DisconnectPeerRequest.class, text));
            case "SendSignal" -> admin.sendSignal(request(SendSignalRequest.class, text));
            case "RevokeTokens" -> admin.revokeTokens(request(RevokeTokensRequest.class, text));
            default -> throw new IllegalArgumentException(method);
        }
    }

    private AdminGrpc.AdminBlockingStub with(String token) {
        Metadata metadata = new Metadata();
        metadata.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
        return admin.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata));
    }

    private static Access access(Grants grants) {
        return access(grants, "alice");
    }

    private static Access access(Grants grants, String subject) {
        return new Access(subject, "", null, null, grants);
    }

    private static StatusRuntimeException assertRefused(Code code, String reason, Runnable call) {
        List<StatusRuntimeException> thrown = new ArrayList<>();
        assertThatCode(call::run).isInstanceOfSatisfying(StatusRuntimeException.class, thrown::add);
        StatusRuntimeException status = thrown.getFirst();
        assertThat(status.getStatus().getCode()).as(status.getMessage()).isEqualTo(code);
        assertThat(detail(status, 0, ErrorInfo.class).getReason()).isEqualTo(reason);
        return status;
    }

    private static <T extends Message> T detail(StatusRuntimeException status, int index, Class<T> type) {
        Status details = StatusProto.fromThrowable(status);
        assertThat(details).as(status.getMessage()).isNotNull();
        try {
            Any detail = details.getDetails(index);
            return detail.unpack(type);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private static <T extends Message> T request(Class<T> type, String text) {
        try {
            return TextFormat.parse(text, type);
        } catch (TextFormat.ParseException e) {
            throw new AssertionError(e);
        }
    }
}

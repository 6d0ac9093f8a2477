package dev.beckon.server.transport.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import dev.beckon.server.core.message.Limits;
import dev.beckon.server.core.peer.Access;
import dev.beckon.server.core.peer.Grants;
import dev.beckon.server.core.peer.IdPatterns;
import dev.beckon.server.core.port.AdminAudit;
import dev.beckon.server.core.port.TokenRevocations;
import dev.beckon.server.testing.TestNode;
import dev.beckon.server.testing.TestPeer;
import dev.beckon.v1.AdminGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each call of each method of the Admin service is recorded once, also a refused one. */
@Timeout(30)
class AuditTest {

    private final TestNode node = new TestNode();
    private final List<AdminAudit.Call> calls = new ArrayList<>();
    private Server server;
    private ManagedChannel channel;

    @BeforeEach
    void start() throws IOException {
        node.policy.tokens.put("admin's", new Access("backend", "", null, null, Grants.ALL));
        node.policy.tokens.put(
                "user's",
                new Access(
                        "alice",
                        "",
                        null,
                        null,
                        new Grants(IdPatterns.ANY, IdPatterns.ANY, IdPatterns.ANY, IdPatterns.ANY, true, true, false)));
        AdminService service = new AdminService(
                node.administration,
                node.policy,
                new AnyRevocation(),
                node.scheduler::now,
                Limits.DEFAULTS,
                calls::add,
                node.events);
        String name = InProcessServerBuilder.generateName();
        server = InProcessServerBuilder.forName(name)
                .directExecutor()
                .addService(service.definition())
                .build()
                .start();
        channel = InProcessChannelBuilder.forName(name).directExecutor().build();
    }

    @AfterEach
    void nothingIsLeft() {
        channel.shutdownNow();
        server.shutdownNow();
        node.shutdown.endAll();
        // The ban ends.
        node.scheduler.advance(Duration.ofHours(1));
        node.assertNothingLeft();
    }

    static Stream<MethodDescriptor<?, ?>> methods() {
        return AdminGrpc.getServiceDescriptor().getMethods().stream();
    }

    @ParameterizedTest
    @MethodSource("methods")
    void eachCall_isRecordedOnce(MethodDescriptor<Message, Message> method) {
        Message empty = prototype(method.getRequestMarshaller());

        call(method, empty, "admin's");
        call(method, empty, "user's");
        call(method, empty, "forged");
        call(method, empty, null);
        callWithGarbage(method);

        assertThat(calls).hasSize(5).allSatisfy(call -> assertThat(call.method())
                .isEqualTo(method.getBareMethodName()));
        assertThat(calls).extracting(AdminAudit.Call::caller).containsExactly("backend", "alice", "", "", "");
        assertThat(calls.getFirst().outcome()).isIn("OK", "INVALID_ARGUMENT INVALID_REQUEST");
        assertThat(calls.subList(1, 5))
                .extracting(AdminAudit.Call::outcome)
                .containsExactly(
                        "PERMISSION_DENIED ADMIN_NOT_GRANTED",
                        "UNAUTHENTICATED TOKEN_INVALID",
                        "UNAUTHENTICATED TOKEN_MISSING",
                        "INVALID_ARGUMENT MALFORMED_FRAME");
    }

    @ParameterizedTest
    @MethodSource("methods")
    void callThatIsGivenUp_isRecordedOnce(MethodDescriptor<Message, Message> method) {
        ClientCall<Message, Message> call = channel.newCall(method, CallOptions.DEFAULT);
        call.start(new ClientCall.Listener<>() {}, new Metadata());

        call.cancel("given up", null);

        assertThat(calls).extracting(AdminAudit.Call::outcome).containsExactly("CANCELLED");
    }

    @Test
    void whatWasDone_toWhom_andWhatCameOfIt() {
        node.policy.tokens.put("alice", new Access("alice", "", null, null, Grants.ALL));
        TestPeer.connect(node, TestPeer.hello("alice"), "alice");

        call("SendSignal", "signal { to: 'alice' connection_id: 'main' data { label: 'news' text: 'a secret' } }");
        call("DisconnectPeer", "peer_id: 'alice' ban { seconds: 60 nanos: 5 } message: 'See you.'");
        call("CloseRoom", "room: 'nowhere'");
        call("RevokeTokens", "subject: 'alice' issued_before { seconds: 86400 }");

        assertThat(calls.get(0).request())
                .isEqualTo(Map.of(
                        "signal.to", "alice",
                        "signal.connection_id", "main",
                        "signal.data.label", "news",
                        "signal.data.text", "(8 bytes)"));
        assertThat(calls.get(0).response()).containsOnlyKeys("session_id");
        assertThat(calls.get(1).request())
                .isEqualTo(Map.of("peer_id", "alice", "ban", "60.000000005s", "message", "See you."));
        assertThat(calls.get(1).response()).isEqualTo(Map.of("was_registered", "true"));
        assertThat(calls.get(2).request()).isEqualTo(Map.of("room", "nowhere"));
        assertThat(calls.get(2).outcome()).isEqualTo("NOT_FOUND ROOM_NOT_FOUND");
        assertThat(calls.get(3).request())
                .isEqualTo(Map.of("subject", "alice", "issued_before", "1970-01-02T00:00:00Z"));
        assertThat(calls.get(3).outcome()).isEqualTo("OK");
    }

    @Test
    void requestOfAStranger_isRecordedInBounds() {
        call("GetPeer", "peer_id: '" + "x".repeat(10_000) + "'");
        call("RevokeTokens", "issued_before { seconds: -9223372036854775808 nanos: -1 }");

        assertThat(calls.getFirst().request().get("peer_id")).hasSize(259).endsWith("x...");
        assertThat(calls).extracting(AdminAudit.Call::outcome).containsOnly("INVALID_ARGUMENT INVALID_REQUEST");
    }

    private void call(String method, String request) {
        MethodDescriptor<Message, Message> descriptor = method(method);
        Message.Builder builder = prototype(descriptor.getRequestMarshaller()).newBuilderForType();
        try {
            TextFormat.merge(request, builder);
        } catch (TextFormat.ParseException malformed) {
            throw new IllegalArgumentException(request, malformed);
        }
        call(descriptor, builder.build(), "admin's");
    }

    @SuppressWarnings("unchecked")
    private static MethodDescriptor<Message, Message> method(String name) {
        return methods()
                .filter(method -> name.equals(method.getBareMethodName()))
                .map(method -> (MethodDescriptor<Message, Message>) method)
                .findFirst()
                .orElseThrow();
    }

    private static Message prototype(MethodDescriptor.Marshaller<Message> marshaller) {
        return Objects.requireNonNull(((PrototypeMarshaller<Message>) marshaller).getMessagePrototype());
    }

    private void call(MethodDescriptor<Message, Message> method, Message request, @Nullable String token) {
        Metadata metadata = new Metadata();
        if (token != null) {
            metadata.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
        }
        Channel authorized = ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(metadata));
        ignoringTheStatus(() -> ClientCalls.blockingUnaryCall(authorized, method, CallOptions.DEFAULT, request));
    }

    private void callWithGarbage(MethodDescriptor<Message, Message> method) {
        MethodDescriptor<byte[], Message> garbage =
                method.toBuilder(new Bytes(), method.getResponseMarshaller()).build();
        ignoringTheStatus(
                () -> ClientCalls.blockingUnaryCall(channel, garbage, CallOptions.DEFAULT, new byte[] {-1, -1}));
    }

    private static void ignoringTheStatus(Runnable call) {
        try {
            call.run();
        } catch (StatusRuntimeException status) {
            assertThat(status.getStatus().getCode()).isNotEqualTo(Status.Code.UNIMPLEMENTED);
        }
    }

    /** Sends anything. */
    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {

        @Override
        public InputStream stream(byte[] bytes) {
            return new ByteArrayInputStream(bytes);
        }

        @Override
        public byte[] parse(InputStream stream) {
            throw new UnsupportedOperationException("only sends");
        }
    }

    /** Revokes nothing, and says so. */
    private static final class AnyRevocation implements TokenRevocations {

        @Override
        public boolean revokeSubject(String subject, Instant issuedBefore, Duration keepFor) {
            return true;
        }

        @Override
        public boolean revokeToken(String tokenId, Duration keepFor) {
            return true;
        }
    }
}

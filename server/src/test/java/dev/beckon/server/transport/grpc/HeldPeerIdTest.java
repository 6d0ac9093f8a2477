package dev.beckon.server.transport.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import dev.beckon.server.core.message.Limits;
import dev.beckon.v1.ClientFrame;
import dev.beckon.v1.OpenRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A hello for a peer id that another session holds is told whether that session is only away. */
@Timeout(30)
class HeldPeerIdTest {

    private GrpcDoor door;

    @BeforeEach
    void open() throws IOException {
        door = new GrpcDoor(Limits.DEFAULTS);
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void holderThatIsLive_bringsNoAdviceToWait() throws Exception {
        connect();

        com.google.rpc.Status refused = refusal();

        assertThat(refused.getMessage())
                .isEqualTo("Peer id 'alice' is taken. Choose another, or say hello with on_conflict REPLACE.");
        assertThat(retryInfo(refused)).isEmpty();
    }

    @Test
    void holderThatIsAway_isWaitedFor_atMostForAMinute() throws Exception {
        // On Connect, the window is two minutes.
        connect().onCompleted();

        assertThat(retryInfo(refusal())).contains(Duration.ofSeconds(60));
        door.node.scheduler.advance(Duration.ofSeconds(80));

        com.google.rpc.Status refused = refusal();
        assertThat(refused.getMessage()).contains("for another 41 s");
        assertThat(retryInfo(refused)).contains(Duration.ofSeconds(41));
        door.node.scheduler.advance(Duration.ofSeconds(41));

        Frames successor = hello();
        assertThat(successor.all.getFirst().getEvents(0).getWelcome().getPeerId())
                .isEqualTo("alice");
    }

    private StreamObserver<ClientFrame> connect() {
        StreamObserver<ClientFrame> toServer = door.stub.connect(new Frames());
        ClientFrame.Builder frame = ClientFrame.newBuilder();
        frame.getHelloBuilder().setPeerId("alice").setSessionKey(ByteString.copyFromUtf8("a key of sixteen"));
        toServer.onNext(frame.build());
        return toServer;
    }

    private Frames hello() {
        Frames frames = new Frames();
        OpenRequest.Builder request = OpenRequest.newBuilder();
        request.getHelloBuilder().setPeerId("alice");
        door.stub.open(request.build(), frames);
        return frames;
    }

    private com.google.rpc.Status refusal() throws Exception {
        StatusRuntimeException failure = hello().error.get();
        com.google.rpc.Status status = Objects.requireNonNull(StatusProto.fromThrowable(failure));
        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.ALREADY_EXISTS);
        assertThat(status.getDetails(0).unpack(ErrorInfo.class).getReason()).isEqualTo("PEER_ID_TAKEN");
        return status;
    }

    private static Optional<Duration> retryInfo(com.google.rpc.Status status) throws InvalidProtocolBufferException {
        for (Any detail : status.getDetailsList()) {
            if (detail.is(RetryInfo.class)) {
                var delay = detail.unpack(RetryInfo.class).getRetryDelay();
                return Optional.of(Duration.ofSeconds(delay.getSeconds(), delay.getNanos()));
            }
        }
        return Optional.empty();
    }
}

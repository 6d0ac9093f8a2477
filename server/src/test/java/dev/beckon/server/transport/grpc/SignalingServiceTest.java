package dev.beckon.server.transport.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.message.Limits;
import dev.beckon.server.core.peer.Access;
import dev.beckon.v1.ClientFrame;
import dev.beckon.v1.Event;
import dev.beckon.v1.GetIceServersRequest;
import dev.beckon.v1.GoAway;
import dev.beckon.v1.Notice;
import dev.beckon.v1.OpenRequest;
import dev.beckon.v1.SendRequest;
import dev.beckon.v1.ServerFrame;
import dev.beckon.v1.Signal;
import dev.beckon.v1.Welcome;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SignalingServiceTest {

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
    void twoPeersMeet_overConnect() {
        Frames alice = new Frames();
        Frames bob = new Frames();
        StreamObserver<ClientFrame> toAlice = connect("alice", alice);
        connect("bob", bob);

        toAlice.onNext(Frames.of("signal { to: 'bob' offer { sdp: 'v=0' offer_id: 1 } }"));

        Signal signal = bob.events().getLast().getSignal();
        assertThat(signal.getFrom()).isEqualTo("alice");
        assertThat(signal.getFromSessionId()).isEqualTo(welcome(alice).getSessionId());
        assertThat(signal.getOffer().getSdp()).isEqualTo("v=0");
        assertThat(signal.getOffer().hasPolite()).isTrue();
        assertThat(signal.getOffer().getPolite()).isFalse();
    }

    @Test
    void openAndSend_areOneSession() {
        Frames alice = new Frames();
        Frames bob = new Frames();
        connect("bob", bob);
        Context.CancellableContext page = open("alice", alice);

        long ack = send(alice, "seq: 1 signal { to: 'bob' data { text: 'hi' } }");
        long again = send(alice, "seq: 1 signal { to: 'bob' data { text: 'hi' } }");
        long refused = send(alice, "seq: 2 signal { to: 'nobody' data { text: 'hi' } }");

        assertThat(ack).isEqualTo(1);
        assertThat(again).isEqualTo(1);
        assertThat(refused).isEqualTo(2);
        assertThat(bob.events()).filteredOn(Event::hasSignal).hasSize(1);
        Notice notice = alice.events().getLast().getNotice();
        assertThat(notice.getCode()).isEqualTo(Notice.Code.PEER_UNAVAILABLE);
        assertThat(notice.getClientSeqsList()).containsExactly(2L);
        page.cancel(null);
        assertThat(door.node.events.ends).containsExactly(EndReason.GONE);
    }

    @Test
    void acks_comeOnTheStreamOfConnect() {
        Frames alice = new Frames();
        StreamObserver<ClientFrame> toAlice = connect("alice", alice);

        toAlice.onNext(Frames.of("seq: 1 join_room { room: 'lobby' }"));
        toAlice.onNext(Frames.of("seq: 2 leave_room { room: 'lobby' }"));

        assertThat(alice.all.getLast().getAck()).isEqualTo(2);
    }

    @Test
    void ackOfWhatWasDecidedBefore_followsTheReplay_onEveryDoor() {
        Frames first = new Frames();
        String key = "session_key: '0123456789abcdef'";
        StreamObserver<ClientFrame> toAlice = door.stub.connect(first);
        toAlice.onNext(Frames.of("hello { peer_id: 'alice' " + key + " }"));
        toAlice.onNext(Frames.of("seq: 1 signal { to: 'nobody' data { text: 'hi' } }"));
        String comeBack = "hello { peer_id: 'alice' " + key + " session_id: '"
                + welcome(first).getSessionId() + "' }";

        Frames connected = new Frames();
        door.stub.connect(connected).onNext(Frames.of(comeBack));
        Frames opened = new Frames();
        door.stub.open(
                OpenRequest.newBuilder()
                        .setHello(Frames.of(comeBack).getHello())
                        .build(),
                opened);

        for (Frames back : List.of(connected, opened)) {
            assertThat(welcome(back).getLastClientSeq()).isEqualTo(1);
            int ackedAt = IntStream.range(0, back.all.size())
                    .filter(i -> back.all.get(i).getAck() == 1)
                    .findFirst()
                    .orElseThrow();
            assertThat(back.all.subList(0, ackedAt + 1))
                    .flatMap(ServerFrame::getEventsList)
                    .anyMatch(event -> event.getNotice().getClientSeqsList().contains(1L));
        }
    }

    @Test
    void gap_endsConnect_butOnlyTheCallOfSend() {
        Frames alice = new Frames();
        Frames bob = new Frames();
        connect("alice", alice).onNext(Frames.of("seq: 5 join_room { room: 'lobby' }"));
        open("bob", bob);

        assertReason(alice, Status.Code.ABORTED, "SEQ_GAP");
        assertThatThrownBy(() -> send(bob, "seq: 2 join_room { room: 'lobby' }"))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        status -> assertThat(info(status).getMetadataMap()).containsEntry("expected_seq", "1"));
        assertThat(send(bob, "seq: 1 join_room { room: 'lobby' }")).isEqualTo(1);
    }

    @Test
    void firstFrameThatIsNotHello_endsTheCall() {
        Frames alice = new Frames();
        door.stub.connect(alice).onNext(Frames.of("join_room { room: 'lobby' }"));

        assertReason(alice, Status.Code.INVALID_ARGUMENT, "HELLO_EXPECTED");
    }

    @Test
    void noHello_endsTheCallInTime() {
        Frames alice = new Frames();
        door.stub.connect(alice);

        door.node.scheduler.advance(GrpcDoor.TIME_TO_HELLO);

        assertReason(alice, Status.Code.INVALID_ARGUMENT, "HELLO_TIMEOUT");
    }

    @Test
    void invalidHello_endsTheCall_withTheField() {
        Frames alice = new Frames();
        connect("not valid", alice);

        StatusRuntimeException status = assertReason(alice, Status.Code.INVALID_ARGUMENT, "INVALID_HELLO");
        assertThat(status.getStatus().getDescription()).contains("hello.peer_id");
    }

    @Test
    void takenPeerId_endsTheCall() {
        Frames first = new Frames();
        Frames second = new Frames();
        connect("alice", first);
        open("alice", second);

        assertReason(second, Status.Code.ALREADY_EXISTS, "PEER_ID_TAKEN");
    }

    @Test
    void replacedPeer_isToldToStop() {
        Frames first = new Frames();
        Frames second = new Frames();
        connect("alice", first);
        StreamObserver<ClientFrame> again = door.stub.connect(second);
        again.onNext(Frames.of("hello { peer_id: 'alice' on_conflict: REPLACE }"));

        GoAway goAway = first.events().getLast().getGoAway();
        assertThat(goAway.getAction()).isEqualTo(GoAway.Action.STOP);
        assertThat(goAway.getReason()).isEqualTo(GoAway.Reason.REPLACED);
        assertReason(first, Status.Code.ABORTED, "REPLACED");
        assertThat(welcome(second).getPeerId()).isEqualTo("alice");
    }

    @Test
    void brokenRule_isANotice_andTheStreamLivesOn() {
        Frames alice = new Frames();
        StreamObserver<ClientFrame> toAlice = connect("alice", alice);

        toAlice.onNext(Frames.of("signal { to: 'bob' from: 'mallory' data { text: 'x' } }"));
        toAlice.onNext(Frames.of("join_room { room: 'lobby' }"));

        Notice notice = alice.events().get(1).getNotice();
        assertThat(notice.getCode()).isEqualTo(Notice.Code.INVALID_FRAME);
        assertThat(notice.getFieldViolations(0).getField()).isEqualTo("signal.from");
        assertThat(alice.events().getLast().hasRoomSnapshot()).isTrue();
    }

    @Test
    void tooLargeFrame_endsTheCall() {
        Frames alice = new Frames();
        StreamObserver<ClientFrame> toAlice = connect("alice", alice);

        toAlice.onNext(ClientFrame.newBuilder()
                .setSignal(Signal.newBuilder().setTo("x".repeat(600_000)))
                .build());

        assertReason(alice, Status.Code.RESOURCE_EXHAUSTED, "FRAME_TOO_LARGE");
    }

    @Test
    void bye_andHalfClose_endTheStreamInGoodOrder() {
        Frames alice = new Frames();
        Frames bob = new Frames();
        connect("alice", alice).onNext(Frames.of("bye { }"));
        connect("bob", bob).onCompleted();

        assertThat(alice.completed).isTrue();
        assertThat(bob.completed).isTrue();
        assertThat(door.node.events.ends).containsExactly(EndReason.BYE, EndReason.GONE);
    }

    @Test
    void sendWithAnUnknownToken_isRefused() {
        SendRequest request =
                SendRequest.newBuilder().setAttachmentToken("guess").build();

        assertThatThrownBy(() -> door.blocking.send(request))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        status -> assertThat(info(status).getReason()).isEqualTo("ATTACHMENT_UNKNOWN"));
    }

    @Test
    void sendOfTooManyFrames_isRefused_andOfManyIsAnsweredOnce() {
        Frames alice = new Frames();
        open("alice", alice);
        String[] many = IntStream.rangeClosed(1, 256)
                .mapToObj(i -> "seq: " + i + " join_room { room: 'lobby' }")
                .toArray(String[]::new);
        String[] tooMany = IntStream.rangeClosed(257, 513)
                .mapToObj(i -> "seq: " + i + " join_room { room: 'lobby' }")
                .toArray(String[]::new);

        assertThat(send(alice, many)).isEqualTo(256);
        assertThatThrownBy(() -> send(alice, tooMany))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        status -> assertThat(info(status).getReason()).isEqualTo("TOO_MANY_FRAMES"));
    }

    @Test
    void sendWithoutFrames_tellsWhatIsDecided() {
        Frames alice = new Frames();
        open("alice", alice);

        assertThat(send(alice)).isZero();
        assertThat(send(alice, "seq: 1 join_room { room: 'lobby' }")).isEqualTo(1);
        assertThat(send(alice)).isEqualTo(1);
    }

    @Test
    void iceServers_canBeAskedFor() {
        assertThat(door.blocking
                        .getIceServers(GetIceServersRequest.getDefaultInstance())
                        .getIceServersList())
                .isEmpty();
    }

    @Test
    void iceServers_areForWhoHasATokenOnly() {
        door.node.policy.tokens.put("known", Access.OPEN);

        assertThatThrownBy(() -> door.blocking.getIceServers(GetIceServersRequest.getDefaultInstance()))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        status -> assertThat(info(status).getReason()).isEqualTo("TOKEN_MISSING"));
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "bearer known");
        assertThat(door.blocking
                        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                        .getIceServers(GetIceServersRequest.getDefaultInstance())
                        .getIceServersList())
                .isEmpty();
    }

    @Test
    void welcome_tellsHeartbeats_onlyToAClientWithAKey() {
        Frames human = new Frames();
        Frames app = new Frames();
        connect("human", human);
        door.stub.connect(app).onNext(Frames.of("hello { peer_id: 'app' session_key: '0123456789abcdef' }"));

        assertThat(welcome(human).hasHeartbeatInterval()).isFalse();
        assertThat(welcome(app).getHeartbeatInterval().getSeconds()).isEqualTo(15);
        assertThat(welcome(app).getResumeWindow().getSeconds()).isEqualTo(120);
        assertThat(welcome(human).hasResumeWindow()).isFalse();
        assertThat(welcome(app).getAttachmentToken()).isEmpty();
        assertThat(welcome(app).getLimits().getMaxSdpBytes()).isEqualTo(262_144);
    }

    private StreamObserver<ClientFrame> connect(String peer, Frames frames) {
        StreamObserver<ClientFrame> client = door.stub.connect(frames);
        client.onNext(Frames.of("hello { peer_id: '" + peer + "' }"));
        return client;
    }

    private Context.CancellableContext open(String peer, Frames frames) {
        Context.CancellableContext page = Context.current().withCancellation();
        OpenRequest.Builder request = OpenRequest.newBuilder();
        request.getHelloBuilder().setPeerId(peer);
        page.run(() -> door.stub.open(request.build(), frames));
        return page;
    }

    private long send(Frames peer, String... frames) {
        SendRequest.Builder request =
                SendRequest.newBuilder().setAttachmentToken(welcome(peer).getAttachmentToken());
        for (String frame : frames) {
            request.addFrames(Frames.of(frame));
        }
        return door.blocking.send(request.build()).getAck();
    }

    private static Welcome welcome(Frames frames) {
        return frames.events().getFirst().getWelcome();
    }

    private static StatusRuntimeException assertReason(Frames frames, Status.Code code, String reason) {
        assertThat(frames.error).as("end of the stream").isCompleted();
        StatusRuntimeException status = frames.error.join();
        assertThat(status.getStatus().getCode()).isEqualTo(code);
        assertThat(info(status).getReason()).isEqualTo(reason);
        assertThat(info(status).getDomain()).isEqualTo("beckon.dev");
        return status;
    }

    private static ErrorInfo info(StatusRuntimeException status) {
        try {
            Any first = StatusProto.fromThrowable(status).getDetails(0);
            return first.unpack(ErrorInfo.class);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }
}

package dev.beckon.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.client.SignalingException.Reason;
import dev.beckon.client.outcome.SendResult;
import dev.beckon.client.outcome.SendResult.NotSentReason;
import dev.beckon.client.room.MemberUpdate;
import dev.beckon.client.signal.Address;
import dev.beckon.client.signal.Data;
import dev.beckon.client.testing.FakeServer;
import dev.beckon.client.testing.FakeStream;
import dev.beckon.client.testing.Recorder;
import dev.beckon.v1.ClientFrame;
import dev.beckon.v1.Event;
import dev.beckon.v1.GoAway;
import dev.beckon.v1.Heartbeat;
import dev.beckon.v1.RoomSnapshot;
import io.grpc.Status.Code;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a client comes back, when it does not, and what becomes of what it sent. */
class ReconnectTest {

    private static final Address BOB = Address.peer("bob");

    private final Recorder app = new Recorder();
    private final List<Integer> attempts = new CopyOnWriteArrayList<>();
    private FakeServer server;
    private SignalingClient client;

    @BeforeEach
    void start() throws IOException {
        server = FakeServer.start();
        client = builder(server.target()).build();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private SignalingClientBuilder builder(String target) {
        return SignalingClient.builder(target, "alice").plaintext().reconnectPolicy(attempt -> {
            attempts.add(attempt);
            return 0;
        });
    }

    private FakeStream connect() {
        client.connect(app);
        FakeStream stream = server.stream();
        stream.welcome("s1");
        app.awaitState(State.LIVE);
        return stream;
    }

    private static Reason reason(Recorder.StateChanged call) {
        return Objects.requireNonNull(call.why()).reason();
    }

    @Test
    void lostSession_isReportedUnconfirmedAndFollowedByANewOneWithTheSameKey() {
        client.connect(app);
        FakeStream first = server.stream();
        ClientFrame hello = first.welcome("s1");
        client.send(BOB, Data.text("", "hello"), app.result("sent"));
        first.frame();

        first.fail(Code.UNAVAILABLE, "HEARTBEAT_MISSED");

        assertThat(app.awaitResult("sent")).isEqualTo(SendResult.UNCONFIRMED);
        assertThat(reason(app.awaitState(State.WAITING))).isEqualTo(Reason.HEARTBEAT_MISSED);
        FakeStream second = server.stream();
        ClientFrame again = second.welcome("s2");
        assertThat(app.next(Recorder.SessionStarted.class).sessionId()).isEqualTo("s2");
        app.awaitState(State.LIVE);
        assertThat(again.getHello().getSessionKey()).isEqualTo(hello.getHello().getSessionKey());
        client.send(BOB, Data.text("", "again"), app.result("again"));
        ClientFrame frame = second.frame();
        assertThat(frame.getSeq()).isEqualTo(1);
        assertThat(frame.getSignal().getData().getText()).isEqualTo("again");
    }

    @ParameterizedTest
    @CsvSource({
        "ALREADY_EXISTS, PEER_ID_TAKEN",
        "INVALID_ARGUMENT, INVALID_HELLO",
        "INVALID_ARGUMENT, HELLO_EXPECTED",
        "ABORTED, REPLACED"
    })
    void finalReason_stopsTheClient(Code code, Reason reason) {
        client.connect(app);
        client.send(BOB, Data.text("", "waits"), app.result("waits"));
        client.join("lobby", app.result("join"));

        server.stream().fail(code, reason.name());

        assertThat(app.awaitResult("waits").notSentReason()).isEqualTo(NotSentReason.STOPPED);
        assertThat(app.awaitResult("join").notSentReason()).isEqualTo(NotSentReason.STOPPED);
        Recorder.StateChanged stopped = app.awaitState(State.STOPPED);
        assertThat(reason(stopped)).isEqualTo(reason);
        assertThat(Objects.requireNonNull(stopped.why()).isRetryable()).isFalse();
        assertThat(attempts).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "RESOURCE_EXHAUSTED, SLOW",
        "ABORTED, SEQ_GAP",
        "UNAVAILABLE, SHUTDOWN",
        "INTERNAL, INTERNAL",
        "INVALID_ARGUMENT, HELLO_TIMEOUT",
        "RESOURCE_EXHAUSTED, FRAME_TOO_LARGE"
    })
    void passingReason_isFollowedByAnotherAttempt(Code code, Reason reason) {
        client.connect(app);

        server.stream().fail(code, reason.name());

        assertThat(reason(app.awaitState(State.WAITING))).isEqualTo(reason);
        server.stream().welcome("s2");
        app.awaitState(State.LIVE);
        assertThat(attempts).containsExactly(0);
    }

    @ParameterizedTest
    @CsvSource({"UNIMPLEMENTED, STOPPED, REFUSED", "UNAVAILABLE, WAITING, UNREACHABLE"})
    void bareStatus_isJudgedByItsCode(Code code, State state, Reason reason) {
        client.connect(app);

        server.stream().failBare(code);

        assertThat(reason(app.awaitState(state))).isEqualTo(reason);
    }

    @Test
    void reasonOfALaterContract_isUnspecifiedAndTriedAgain() {
        client.connect(app);

        server.stream().fail(Code.UNAVAILABLE, "SOMETHING_NEW");

        assertThat(reason(app.awaitState(State.WAITING))).isEqualTo(Reason.UNSPECIFIED);
        server.stream().welcome("s2");
        app.awaitState(State.LIVE);
    }

    @Test
    void serverThatEndsTheStreamWithoutAWord_isTriedAgain() {
        connect().complete();

        assertThat(reason(app.awaitState(State.WAITING))).isEqualTo(Reason.ENDED);
        server.stream().welcome("s2");
        app.awaitState(State.LIVE);
    }

    @Test
    void attemptsAreCounted_untilAConnectionHasLasted() {
        connect().complete();
        for (int i = 2; i < 5; i++) {
            FakeStream stream = server.stream();
            stream.welcome("s" + i);
            stream.complete();
        }
        server.stream().welcome("s5");
        app.next(Recorder.SessionStarted.class, call -> call.sessionId().equals("s5"));

        assertThat(attempts).containsExactly(0, 1, 2, 3);
    }

    @Test
    void policyThatGivesUp_stopsTheClientAndItMayConnectAgain() {
        client.close();
        client = SignalingClient.builder(server.target(), "alice")
                .plaintext()
                .reconnectPolicy(attempt -> ReconnectPolicy.STOP)
                .build();
        client.connect(app);
        FakeStream first = server.stream();
        ClientFrame hello = first.welcome("s1");
        first.fail(Code.UNAVAILABLE, "SHUTDOWN");
        assertThat(reason(app.awaitState(State.STOPPED))).isEqualTo(Reason.SHUTDOWN);

        client.connect(app);

        ClientFrame again = server.stream().welcome("s2");
        app.awaitState(State.LIVE);
        assertThat(again.getHello().getReplacedSessionKey())
                .isEqualTo(hello.getHello().getSessionKey());
        assertThat(again.getHello().getSessionKey())
                .isNotEqualTo(hello.getHello().getSessionKey());
    }

    @Test
    void policyThatThrows_stopsTheClient() {
        client.close();
        client = SignalingClient.builder(server.target(), "alice")
                .plaintext()
                .reconnectPolicy(attempt -> {
                    throw new IllegalStateException("on purpose: the fault of a policy is shown");
                })
                .build();
        client.connect(app);

        server.stream().fail(Code.UNAVAILABLE, "SHUTDOWN");

        assertThat(reason(app.awaitState(State.STOPPED))).isEqualTo(Reason.SHUTDOWN);
    }

    @Test
    void goAwayStop_stopsTheClientWithTheReason() {
        FakeStream stream = connect();
        client.send(BOB, Data.text("", "x"), app.result("sent"));
        stream.frame();

        stream.send(Event.newBuilder()
                .setGoAway(GoAway.newBuilder()
                        .setAction(GoAway.Action.STOP)
                        .setReason(GoAway.Reason.REPLACED)
                        .setMessage("another tab")));

        assertThat(app.awaitResult("sent")).isEqualTo(SendResult.UNCONFIRMED);
        Recorder.StateChanged stopped = app.awaitState(State.STOPPED);
        assertThat(reason(stopped)).isEqualTo(Reason.REPLACED);
        assertThat(attempts).isEmpty();
        stream.awaitEnd();
    }

    @Test
    void goAwayRegisterAnew_leavesWithByeAfterTheDelayAndComesBack() {
        FakeStream stream = connect();

        stream.send(Event.newBuilder()
                .setGoAway(GoAway.newBuilder()
                        .setAction(GoAway.Action.REGISTER_ANEW)
                        .setReason(GoAway.Reason.SHUTDOWN)
                        .setDelay(FakeStream.duration(300))));
        long toldAt = System.nanoTime();
        client.send(BOB, Data.text("", "still here"), app.result("meanwhile"));
        assertThat(stream.frame().hasSignal()).isTrue();
        stream.ack(1);
        assertThat(app.awaitResult("meanwhile")).isEqualTo(SendResult.TAKEN);
        assertThat(stream.frame().hasBye()).isTrue();
        long leftAfterMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - toldAt);
        stream.complete();

        assertThat(reason(app.awaitState(State.WAITING))).isEqualTo(Reason.SHUTDOWN);
        server.stream().welcome("s2");
        app.awaitState(State.LIVE);
        assertThat(leftAfterMillis).isBetween(250L, 5_000L);
        assertThat(attempts).as("the server's delay goes before the policy").isEmpty();
    }

    @Test
    void goAwayRegisterAnew_whoseStreamEndsAtOnceStillWaitsForTheDelay() {
        FakeStream stream = connect();
        long toldAt = System.nanoTime();

        stream.send(Event.newBuilder()
                .setGoAway(GoAway.newBuilder()
                        .setAction(GoAway.Action.REGISTER_ANEW)
                        .setReason(GoAway.Reason.SHUTDOWN)
                        .setDelay(FakeStream.duration(400))));
        stream.fail(Code.UNAVAILABLE, "SHUTDOWN");

        server.stream().welcome("s2");
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - toldAt)).isGreaterThanOrEqualTo(350);
        app.awaitState(State.LIVE);
    }

    @Test
    void silentServer_isNoticedAfterTwoAndAHalfIntervals() {
        client.connect(app);
        FakeStream stream = server.stream();
        long welcomedAt = System.nanoTime();
        stream.welcome("s1", 200, 15_000);

        assertThat(reason(app.awaitState(State.WAITING))).isEqualTo(Reason.SERVER_SILENT);
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - welcomedAt))
                .isGreaterThanOrEqualTo(500);
        stream.awaitEnd();
        server.stream().welcome("s2");
        app.awaitState(State.LIVE);
    }

    @Test
    void quietServerThatBeats_isAlive() {
        client.connect(app);
        FakeStream stream = server.stream();
        stream.welcome("s1", 100, 50);

        // The client's own heartbeats are the clock: 20 of them are 1 s, four times the silence that is deadly.
        for (int i = 0; i < 20; i++) {
            assertThat(stream.frame().hasHeartbeat()).isTrue();
            stream.send(Event.newBuilder().setHeartbeat(Heartbeat.getDefaultInstance()));
        }

        assertThat(client.state()).isEqualTo(State.LIVE);
        assertThat(app.all())
                .filteredOn(Recorder.SessionStarted.class::isInstance)
                .hasSize(1);
    }

    @Test
    void quietClient_sendsHeartbeats() {
        client.connect(app);
        FakeStream stream = server.stream();
        stream.welcome("s1", 15_000, 100);

        for (int i = 0; i < 3; i++) {
            ClientFrame frame = stream.frame();
            assertThat(frame.hasHeartbeat()).isTrue();
            assertThat(frame.getSeq()).isZero();
        }
    }

    @Test
    void serverThatNeverWelcomes_isGivenUpAfterTheTimeout() {
        client.close();
        client = builder(server.target())
                .connectTimeout(300, TimeUnit.MILLISECONDS)
                .build();
        client.connect(app);
        FakeStream mute = server.stream();

        assertThat(reason(app.awaitState(State.WAITING))).isEqualTo(Reason.UNREACHABLE);
        mute.awaitEnd();
        server.stream().welcome("s1");
        app.awaitState(State.LIVE);
    }

    @Test
    void nobodyListening_isRetriedWithTheCause() {
        server.close();
        client.connect(app);

        Recorder.StateChanged waiting = app.awaitState(State.WAITING);
        assertThat(reason(waiting)).isEqualTo(Reason.UNREACHABLE);
        assertThat(waiting.why()).hasCauseInstanceOf(Exception.class);
        app.awaitState(State.CONNECTING);
    }

    @Test
    void rooms_areJoinedAgainBeforeWhatWaits() {
        FakeStream first = connect();
        client.join("lobby", app.result("join"));
        long seq = first.frame().getSeq();
        first.send(Event.newBuilder()
                .setRoomSnapshot(RoomSnapshot.newBuilder().setRoom("lobby").setVersion(4)));
        first.ack(seq);
        app.next(Recorder.Snapshot.class);
        first.fail(Code.UNAVAILABLE, "SHUTDOWN");
        app.awaitState(State.WAITING);
        FakeStream second = server.stream();
        client.send(BOB.inRoom("lobby"), Data.text("", "hi"), app.result("hi"));
        second.welcome("s2");

        assertThat(second.frame().getJoinRoom().getRoom()).isEqualTo("lobby");
        assertThat(second.frame().getSignal().getRoom()).isEqualTo("lobby");
    }

    @Test
    void changedMember_isRegisteredWithTheChangeNextTime() {
        FakeStream first = connect();
        client.updateMember(MemberUpdate.displayName("Alice").andAttribute("mood", "good"), app.result("update"));
        first.frame();
        first.ack(1);
        assertThat(app.awaitResult("update")).isEqualTo(SendResult.TAKEN);

        first.fail(Code.UNAVAILABLE, "SHUTDOWN");

        ClientFrame hello = server.stream().welcome("s2");
        assertThat(hello.getHello().getDisplayName()).isEqualTo("Alice");
        assertThat(hello.getHello().getAttributesMap()).containsEntry("mood", "good");
    }

    @Test
    void close_whileWaiting_ends() {
        client.close();
        client = SignalingClient.builder(server.target(), "alice")
                .plaintext()
                .reconnectPolicy(attempt -> 3_600_000)
                .build();
        connect().complete();
        app.awaitState(State.WAITING);

        client.close();

        app.awaitState(State.CLOSED);
        assertThat(server.hasStream()).isFalse();
    }
}

package dev.beckon.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.client.SignalingException.Reason;
import dev.beckon.client.outcome.SendResult;
import dev.beckon.client.outcome.SendResult.NotSentReason;
import dev.beckon.client.room.MemberUpdate;
import dev.beckon.client.signal.Data;
import dev.beckon.client.testing.FakeStream;
import dev.beckon.client.testing.Recorder;
import dev.beckon.v1.ClientFrame;
import dev.beckon.v1.Event;
import dev.beckon.v1.RoomSnapshot;
import io.grpc.Status.Code;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a client comes back, when it does not, and what becomes of what it sent. */
class ReconnectTest extends FakeServerFixture {

    @Test
    void lostSession_isReportedUnconfirmedAndFollowedByANewOneWithTheSameKey() {
        client.connect(app);
        FakeStream first = server.stream();
        ClientFrame hello = first.welcome("s1");
        client.send(BOB, Data.text("", "hello"), app.result("sent"));
        first.frame();

        first.fail(Code.UNAVAILABLE, "HEARTBEAT_MISSED");

        assertThat(reason(app.awaitState(State.WAITING))).isEqualTo(Reason.HEARTBEAT_MISSED);
        FakeStream second = server.stream();
        ClientFrame again = second.welcome("s2");
        assertThat(app.awaitResult("sent")).isEqualTo(SendResult.UNCONFIRMED);
        app.next(Recorder.SessionLost.class);
        assertThat(app.next(Recorder.SessionStarted.class).sessionId()).isEqualTo("s2");
        app.awaitState(State.LIVE);
        assertThat(again.getHello().getSessionKey()).isEqualTo(hello.getHello().getSessionKey());
        assertThat(again.getHello().getSessionId()).isEqualTo("s1");
        assertThat(hello.getHello().getAttempt()).isEqualTo(1);
        assertThat(again.getHello().getAttempt()).isEqualTo(2);
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
        assertThat(again.getHello().getAttempt()).isEqualTo(1);
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
    void close_whileWaiting_saysByeAndEnds() {
        client.close();
        client = SignalingClient.builder(server.target(), "alice")
                .plaintext()
                .reconnectPolicy(attempt -> 3_600_000)
                .build();
        connect().complete();
        app.awaitState(State.WAITING);

        client.close();

        FakeStream farewell = server.stream();
        assertThat(farewell.frame().getHello().getSessionId()).isEqualTo("s1");
        assertThat(farewell.frame().hasBye()).isTrue();
        farewell.complete();
        app.awaitState(State.CLOSED);
        assertThat(server.hasStream()).isFalse();
    }
}

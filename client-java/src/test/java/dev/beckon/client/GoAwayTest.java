package dev.beckon.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.client.SignalingException.Reason;
import dev.beckon.client.outcome.SendResult;
import dev.beckon.client.signal.Data;
import dev.beckon.client.testing.FakeStream;
import dev.beckon.client.testing.Recorder;
import dev.beckon.v1.Event;
import dev.beckon.v1.GoAway;
import io.grpc.Status.Code;
import org.junit.jupiter.api.Test;

/** What the server says about the end of a stream is done. */
class GoAwayTest extends FakeServerFixture {

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
        client.send(BOB, Data.text("", "still here"), app.result("meanwhile"));
        assertThat(stream.frame().hasSignal()).isTrue();
        stream.ack(1);
        assertThat(app.awaitResult("meanwhile")).isEqualTo(SendResult.TAKEN);
        assertThat(stream.frame().hasBye()).isTrue();
        stream.complete();

        assertThat(reason(app.awaitState(State.WAITING))).isEqualTo(Reason.SHUTDOWN);
        server.stream().welcome("s2");
        app.awaitState(State.LIVE);
        assertThat(attempts).as("the server's delay goes before the policy").isEmpty();
    }

    @Test
    void goAwayRegisterAnew_whoseStreamEndsAtOnce_comesBackWithoutAskingThePolicy() {
        FakeStream stream = connect();

        stream.send(Event.newBuilder()
                .setGoAway(GoAway.newBuilder()
                        .setAction(GoAway.Action.REGISTER_ANEW)
                        .setReason(GoAway.Reason.SHUTDOWN)
                        .setDelay(FakeStream.duration(400))));
        stream.fail(Code.UNAVAILABLE, "SHUTDOWN");

        server.stream().welcome("s2");
        app.awaitState(State.LIVE);
        assertThat(attempts).isEmpty();
    }
}

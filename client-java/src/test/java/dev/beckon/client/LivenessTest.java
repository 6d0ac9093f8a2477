package dev.beckon.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.client.SignalingException.Reason;
import dev.beckon.client.testing.FakeStream;
import dev.beckon.client.testing.Recorder;
import dev.beckon.v1.ClientFrame;
import dev.beckon.v1.Event;
import dev.beckon.v1.Heartbeat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Dead servers are noticed, and living ones are left alone. */
class LivenessTest extends FakeServerFixture {

    @Test
    void silentServer_isNoticed() {
        client.connect(app);
        FakeStream stream = server.stream();
        stream.welcome("s1", 200, 15_000);

        assertThat(reason(app.awaitState(State.WAITING))).isEqualTo(Reason.SERVER_SILENT);
        stream.awaitEnd();
        server.stream().welcome("s2");
        app.awaitState(State.LIVE);
    }

    @Test
    void quietServerThatBeats_isAlive() {
        client.connect(app);
        FakeStream stream = server.stream();
        stream.welcome("s1", 1000, 50);

        // The client's own heartbeats are the clock: 60 of them are 3 s, more than the silence that is deadly.
        for (int i = 0; i < 60; i++) {
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
}

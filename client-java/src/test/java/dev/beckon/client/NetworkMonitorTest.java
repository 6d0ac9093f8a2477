package dev.beckon.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.client.SignalingException.Reason;
import dev.beckon.client.outcome.SendResult;
import dev.beckon.client.signal.Data;
import dev.beckon.client.testing.Await;
import dev.beckon.client.testing.FakeStream;
import dev.beckon.client.testing.Recorder;
import io.grpc.Status.Code;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the platform says of the network, on its way to the client. */
class NetworkMonitorTest extends FakeServerFixture {

    /** A platform whose network the test switches. */
    private static final class Platform implements NetworkMonitor {
        final BlockingQueue<Listener> started = new LinkedBlockingQueue<>();
        final BlockingQueue<String> stopped = new LinkedBlockingQueue<>();

        @Override
        public void start(Listener listener) {
            started.add(listener);
        }

        @Override
        public void stop() {
            stopped.add("stopped");
        }

        Listener listener() {
            return Await.next(started, "the start of the monitor");
        }
    }

    private final Platform platform = new Platform();

    @BeforeEach
    void watchTheNetwork() {
        client.close();
        client = builder(server.target())
                .networkMonitor(platform)
                .reconnectPolicy(attempt -> 3_600_000)
                .build();
    }

    @Test
    void clientThatWaits_comesBackWithTheNetwork() {
        FakeStream stream = connect();
        NetworkMonitor.Listener network = platform.listener();
        network.onLost();
        stream.fail(Code.UNAVAILABLE, "HEARTBEAT_MISSED");
        app.awaitState(State.WAITING);

        network.onAvailable();

        server.stream().welcome("s1");
        app.awaitState(State.LIVE);
    }

    @Test
    void lostNetwork_leavesALivingConnectionAlone() {
        FakeStream stream = connect();
        platform.listener().onLost();

        client.send(BOB, Data.text("", "still here"), app.result("sent"));

        assertThat(stream.frame().getSignal().getData().getText()).isEqualTo("still here");
        stream.ack(1);
        assertThat(app.awaitResult("sent")).isEqualTo(SendResult.TAKEN);
        assertThat(client.state()).isEqualTo(State.LIVE);
    }

    @Test
    void wrongWordOfThePlatform_delaysAttemptsAndForbidsNone() {
        client.close();
        client = builder(server.target()).networkMonitor(platform).build();
        server.close();
        client.connect(app);
        platform.listener().onLost();
        app.next(Recorder.StateChanged.class, call -> call.why() != null && reason(call) == Reason.OFFLINE);

        // The platform never says that there is a network again, and attempts are made all the same.
        app.awaitState(State.CONNECTING);
        app.awaitState(State.WAITING);
    }

    @Test
    void anotherNetwork_cutsTheWaitShort() {
        FakeStream stream = connect();
        stream.fail(Code.UNAVAILABLE, "HEARTBEAT_MISSED");
        app.awaitState(State.WAITING);

        platform.listener().onAvailable();

        server.stream().welcome("s1");
        app.awaitState(State.LIVE);
    }

    @Test
    void clientThatConnectsWithoutANetwork_waitsForIt() {
        Recorder other = new Recorder();
        client.connect(other);
        NetworkMonitor.Listener network = platform.listener();
        network.onLost();

        Recorder.StateChanged waiting = other.awaitState(State.WAITING);
        network.onAvailable();

        assertThat(reason(waiting)).isEqualTo(Reason.OFFLINE);
        other.awaitState(State.CONNECTING);
    }

    @Test
    void monitor_isStoppedWithTheClient_andNotHeardAfterwards() {
        FakeStream stream = connect();
        NetworkMonitor.Listener first = platform.listener();
        stream.fail(Code.ABORTED, "REPLACED");
        app.awaitState(State.STOPPED);
        Await.next(platform.stopped, "the stop of the monitor");

        client.connect(app);
        first.onLost();
        server.stream().welcome("s2");

        app.awaitState(State.LIVE);
        assertThat(platform.listener()).isNotSameAs(first);
        client.close();
        Await.next(platform.stopped, "the stop of the monitor");
    }
}

package dev.beckon.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.beckon.client.room.Presence;
import dev.beckon.client.testing.RealServer;
import dev.beckon.client.testing.Recorder;
import dev.beckon.client.testing.Recorder.PresenceSeen;
import dev.beckon.client.testing.Relay;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One client goes and another one comes with the same peer id, on the real server. */
class SuccessionTest {

    private static RealServer server;

    private final Recorder firstApp = new Recorder();
    private final Recorder secondApp = new Recorder();
    private final Recorder watcherApp = new Recorder();
    private Relay relay;
    private SignalingClient first;
    private SignalingClient second;
    private SignalingClient watcher;

    @BeforeAll
    static void startServer() throws IOException {
        server = RealServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void openRelay() throws IOException {
        relay = new Relay(server.port());
        first = SignalingClient.builder(relay.target(), "alice").plaintext().build();
        second = SignalingClient.builder(server.target(), "alice").plaintext().build();
        watcher = SignalingClient.builder(server.target(), "bob").plaintext().build();
    }

    @AfterEach
    void close() throws IOException {
        first.close();
        second.close();
        watcher.close();
        relay.close();
    }

    /** As an activity does that is rotated while it connects. */
    @Test
    void clientClosedAfterItsHello_leavesThePeerIdFree() {
        watcher.connect(watcherApp);
        watcher.watchPresence(List.of("alice"), watcherApp.result("watch"));
        relay.setHoldingAnswers(true);
        first.connect(firstApp);
        watcherApp.next(PresenceSeen.class, seen -> seen.presence().state() == Presence.State.LIVE);

        first.close();

        watcherApp.next(PresenceSeen.class, seen -> seen.presence().state() == Presence.State.OFFLINE);
        second.connect(secondApp);
        secondApp.awaitState(State.LIVE);
        assertThat(firstApp.all())
                .noneMatch(call -> call instanceof Recorder.StateChanged changed && changed.state() == State.LIVE);
    }

    /** As an activity that is destroyed in a tunnel, and whose network is back a moment before. */
    @Test
    void clientClosedWhileWaiting_endsItsSession() throws IOException {
        first = SignalingClient.builder(relay.target(), "alice")
                .plaintext()
                .reconnectPolicy(attempt -> TimeUnit.HOURS.toMillis(1))
                .build();
        first.connect(firstApp);
        firstApp.awaitState(State.LIVE);
        watcher.connect(watcherApp);
        watcher.watchPresence(List.of("alice"), watcherApp.result("watch"));
        watcherApp.next(PresenceSeen.class, seen -> seen.presence().state() == Presence.State.LIVE);
        relay.cut();
        firstApp.awaitState(State.WAITING);

        first.close();

        watcherApp.next(PresenceSeen.class, seen -> seen.presence().state() == Presence.State.OFFLINE);
        second.connect(secondApp);

        secondApp.awaitState(State.LIVE);
    }

    /** As a process that was ended by the system while its connection stays open for the server. */
    @Test
    void keyOfTheSessionBefore_takesItsPlace() throws IOException {
        first.connect(firstApp);
        firstApp.awaitState(State.LIVE);
        byte[] saved = first.sessionKey();
        relay.setRefusing(true);
        relay.leaveHalfOpen();
        second = SignalingClient.builder(server.target(), "alice")
                .plaintext()
                .replacedSessionKey(saved)
                .build();

        second.connect(secondApp);

        secondApp.awaitState(State.LIVE);
        assertThat(second.sessionKey()).hasSize(16).isNotEqualTo(saved);
        assertThatThrownBy(() -> SignalingClient.builder("localhost:1", "alice").replacedSessionKey(new byte[15]))
                .hasMessageContaining("15 bytes (expected: 16-64)");
    }
}

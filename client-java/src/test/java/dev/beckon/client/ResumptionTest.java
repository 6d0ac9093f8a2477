package dev.beckon.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.client.outcome.SendResult;
import dev.beckon.client.room.LeaveReason;
import dev.beckon.client.room.Member;
import dev.beckon.client.room.Presence;
import dev.beckon.client.signal.Address;
import dev.beckon.client.signal.Data;
import dev.beckon.client.testing.RealServer;
import dev.beckon.client.testing.Recorder;
import dev.beckon.client.testing.Relay;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real server, real sockets, and a way between them that breaks: sessions go on, or are gone and said to be. */
class ResumptionTest {

    private static RealServer server;

    /** Keeps a session without a stream for so short a time that a test can wait for its end. */
    private static RealServer shortWindowServer;

    private final Recorder alice = new Recorder();
    private final Recorder bob = new Recorder();
    private final List<SignalingClient> clients = new ArrayList<>();
    private Relay relay;

    @BeforeAll
    static void startServer() throws IOException {
        server = RealServer.start();
        shortWindowServer = RealServer.start("--resume-window-native", "4s");
    }

    @AfterAll
    static void stopServer() {
        server.close();
        shortWindowServer.close();
    }

    @BeforeEach
    void openRelay() throws IOException {
        relay = new Relay(server.port());
    }

    private void useShortWindow() throws IOException {
        relay.close();
        relay = new Relay(shortWindowServer.port());
    }

    @AfterEach
    void closeAll() throws IOException {
        for (SignalingClient client : clients) {
            client.close();
        }
        relay.close();
    }

    private SignalingClient connect(String target, String peerId, Recorder app) {
        // Connections that break again and again within 10 s would be waited for up to 20 s by default.
        SignalingClient client = SignalingClient.builder(target, peerId)
                .plaintext()
                .reconnectPolicy(attempt -> attempt == 0 ? 0 : 50)
                .build();
        clients.add(client);
        client.connect(app);
        app.awaitState(State.LIVE);
        return client;
    }

    private static long count(Recorder app, Class<? extends Recorder.Call> type) {
        return app.all().stream().filter(type::isInstance).count();
    }

    /** Breaks the way of everybody once all are there. */
    private void breakTheWay(int turn) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!clients.stream().allMatch(client -> client.state() == State.LIVE)) {
            assertThat(System.nanoTime()).as("clients come back").isLessThan(deadline);
            Thread.onSpinWait();
        }
        if (turn % 2 == 0) {
            relay.cut();
        } else {
            relay.leaveHalfOpen();
        }
    }

    /** Numbered messages from a thread of its own, a few hundred at a time without a result. */
    private static final class Burst {
        final AtomicInteger taken = new AtomicInteger();
        final List<SendResult> otherwise = new CopyOnWriteArrayList<>();
        private final Semaphore window = new Semaphore(300);

        void send(SignalingClient sender, String to, int total) {
            for (int i = 0; i < total; i++) {
                window.acquireUninterruptibly();
                sender.send(Address.peer(to), Data.text("", Integer.toString(i)), this::onResult);
            }
        }

        private void onResult(SendResult result) {
            if (result.isTaken()) {
                taken.incrementAndGet();
            } else {
                otherwise.add(result);
            }
            window.release();
        }
    }

    private static String heardText(Recorder app) {
        return String.valueOf(((Data) app.next(Recorder.Heard.class).signal().body()).text());
    }

    @Test
    void tenBreaks_ofBothWays_loseNothingAndDoubleNothing() throws IOException {
        int total = 2_000;
        int every = 200;
        SignalingClient sender = connect(relay.target(), "sender", alice);
        connect(relay.target(), "receiver", bob);
        Burst burst = new Burst();
        new Thread(() -> burst.send(sender, "receiver", total)).start();

        List<String> heard = new ArrayList<>();
        for (int i = 0; i < total; i++) {
            heard.add(heardText(bob));
            if (i % every == every / 2) {
                breakTheWay(i / every);
            }
        }
        sender.send(Address.peer("receiver"), Data.text("", "end"), alice.result("end"));
        String last = heardText(bob);
        alice.awaitResult("end");

        assertThat(heard)
                .isEqualTo(IntStream.range(0, total).mapToObj(Integer::toString).toList());
        assertThat(last).isEqualTo("end");
        assertThat(burst.otherwise).isEmpty();
        assertThat(burst.taken).hasValue(total);
        assertThat(count(alice, Recorder.SessionLost.class) + count(bob, Recorder.SessionLost.class))
                .isZero();
        assertThat(count(bob, Recorder.SessionResumed.class)).isPositive();
        System.out.printf(
                "%,d signals over %d breaks: %,d taken, %,d heard, 0 lost, 0 doubled; %d and %d resumptions%n",
                total,
                total / every,
                burst.taken.get(),
                heard.size(),
                count(alice, Recorder.SessionResumed.class),
                count(bob, Recorder.SessionResumed.class));
    }

    @Test
    void whoIsAway_isSeenToBeAway_andHearsEverythingWhenBack() throws IOException {
        SignalingClient near = connect(server.target(), "near", alice);
        SignalingClient far = connect(relay.target(), "far", bob);
        near.watchPresence(List.of("far"), alice.result("watch"));
        assertThat(alice.next(Recorder.PresenceSeen.class).presence().state()).isEqualTo(Presence.State.LIVE);
        far.join("hall", bob.result("join"));
        bob.awaitResult("join");
        near.join("hall", alice.result("join"));
        alice.next(Recorder.Snapshot.class);

        relay.setRefusing(true);
        relay.cut();

        assertThat(alice.next(Recorder.Updated.class).member().state()).isEqualTo(Member.State.AWAY);
        near.send(Address.peer("far"), Data.text("", "while you were away"), alice.result("sent"));
        assertThat(alice.awaitResult("sent")).isEqualTo(SendResult.TAKEN);
        relay.setRefusing(false);
        far.reconnectNow();

        bob.next(Recorder.SessionResumed.class);
        assertThat(bob.next(Recorder.Snapshot.class).room().members()).hasSize(2);
        assertThat(bob.next(Recorder.Heard.class).signal().body()).isEqualTo(Data.text("", "while you were away"));
        alice.next(Recorder.Updated.class, call -> call.member().state() == Member.State.LIVE);
        assertThat(alice.all())
                .filteredOn(Recorder.PresenceSeen.class::isInstance)
                .extracting(call -> ((Recorder.PresenceSeen) call).presence().state())
                .startsWith(Presence.State.LIVE, Presence.State.AWAY);
    }

    @Test
    void whoIsAwayForTooLong_beginsAnew_andTheSendersLearnOfIt() throws IOException {
        useShortWindow();
        SignalingClient near = connect(shortWindowServer.target(), "near2", alice);
        SignalingClient far = connect(relay.target(), "far2", bob);
        far.join("yard", bob.result("join"));
        bob.awaitResult("join");
        near.join("yard", alice.result("join"));
        alice.next(Recorder.Snapshot.class);
        far.watchPresence(List.of("near2"), bob.result("watch"));
        bob.awaitResult("watch");
        relay.setRefusing(true);
        relay.cut();
        alice.next(Recorder.Updated.class, call -> call.member().state() == Member.State.AWAY);
        bob.awaitState(State.WAITING);

        near.send(Address.peer("far2"), Data.text("", "never heard"), alice.result("late"));
        far.send(Address.peer("near2"), Data.text("", "never sent, so sent later"), bob.result("queued"));
        assertThat(alice.awaitResult("late")).isEqualTo(SendResult.TAKEN);
        assertThat(alice.next(Recorder.Left.class).reason()).isEqualTo(LeaveReason.GONE);
        assertThat(alice.awaitResult("late").status()).isEqualTo(SendResult.Status.UNDELIVERED);
        relay.setRefusing(false);
        far.reconnectNow();

        bob.next(Recorder.SessionLost.class);
        bob.next(Recorder.SessionStarted.class);
        bob.next(Recorder.Snapshot.class);
        assertThat(bob.next(Recorder.PresenceSeen.class).presence().peerId()).isEqualTo("near2");
        assertThat(bob.awaitResult("queued")).isEqualTo(SendResult.TAKEN);
        assertThat(alice.next(Recorder.Heard.class).signal().body())
                .isEqualTo(Data.text("", "never sent, so sent later"));
    }

    @Test
    void connectionThatDiedUnnoticed_isFoundByReconnectNow() throws IOException {
        SignalingClient near = connect(server.target(), "near3", alice);
        SignalingClient far = connect(relay.target(), "far3", bob);
        relay.fallSilent();
        near.send(Address.peer("far3"), Data.text("", "into the dark"), alice.result("sent"));

        far.reconnectNow();

        bob.next(Recorder.SessionResumed.class);
        assertThat(bob.next(Recorder.Heard.class).signal().body()).isEqualTo(Data.text("", "into the dark"));
        assertThat(alice.awaitResult("sent")).isEqualTo(SendResult.TAKEN);
    }

    /** The window of another client, which is longer than a check may take, tells when the check would have failed. */
    @Test
    void livingConnection_survivesItsCheck() throws IOException {
        useShortWindow();
        connect(relay.target(), "far4", bob);
        SignalingClient near = connect(shortWindowServer.target(), "near4", alice);
        near.watchPresence(List.of("far4"), alice.result("watch"));
        alice.awaitResult("watch");

        near.reconnectNow();
        relay.setRefusing(true);
        relay.cut();

        alice.next(Recorder.PresenceSeen.class, call -> call.presence().state() == Presence.State.OFFLINE);
        assertThat(near.state()).isEqualTo(State.LIVE);
        assertThat(count(alice, Recorder.SessionResumed.class)).isZero();
    }
}

package dev.beckon.server.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.server.core.message.Command;
import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.message.ServerEvent.Heartbeat;
import dev.beckon.server.core.peer.RoomId;
import dev.beckon.server.testing.TestNode;
import dev.beckon.server.testing.TestPeer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Hundreds of resume windows end in the same instant; peers that have nothing to do with it go on as before. */
class MassExpiryTest {

    private static final int SESSIONS = 300;
    private static final int ROOMS = 2;
    private static final int TURN = 64;
    private static final Duration WINDOW = TestPeer.LIVENESS.resumeWindow();
    private static final Duration BEAT = TestPeer.LIVENESS.heartbeats().server();

    /** What waits for a worker thread. */
    private final Queue<Runnable> line = new ArrayDeque<>();

    private Executor workers = line::add;
    private final TestNode node = new TestNode(new Turns(Runnable::run, task -> workers.execute(task), TURN));

    MassExpiryTest() {
        node.scheduler.passTo(task -> workers.execute(task));
    }

    @AfterEach
    void close() {
        runAll();
        workers = Runnable::run;
        node.close();
    }

    @Test
    void timersThread_onlyPosts_andAHealthyPairWaitsForNobody() {
        List<TestPeer> expiring = expiring();
        TestPeer alice = node.connectKeyed("alice");
        TestPeer bob = node.connectKeyed("bob");
        passUntilTheWindowsEnd(alice, bob);
        int beats = alice.only(Heartbeat.class).size();

        node.scheduler.advance(BEAT);

        // One task for each window and each heartbeat; none of them has begun.
        int due = line.size();
        assertThat(due).isEqualTo(SESSIONS + 2);
        assertThat(node.events.ends).isEmpty();

        alice.signal("bob", "before anyone works");
        assertThat(bob.texts()).containsExactly("before anyone works");

        // Whatever each task sets off waits at the end of the line: behind alice's heartbeat, not before it.
        runSome(due);
        assertThat(alice.only(Heartbeat.class)).hasSize(beats + 1);
        assertThat(line).isNotEmpty();
        bob.signal("alice", "while the rooms are told");
        assertThat(alice.texts()).containsExactly("while the rooms are told");

        runAll();
        assertThat(node.events.ends).hasSize(SESSIONS).containsOnly(EndReason.EXPIRED);
        assertThat(node.registry.size()).isEqualTo(2);
        assertThat(expiring).allSatisfy(peer -> assertThat(peer.isOver).isTrue());
    }

    /** Sessions in full rooms, which have all lost their streams at the same moment. */
    private List<TestPeer> expiring() {
        List<TestPeer> peers = IntStream.range(0, SESSIONS)
                .mapToObj(i -> node.connectKeyed("p" + i))
                .toList();
        IntStream.range(0, SESSIONS).forEach(i -> peers.get(i).send(1, join("room-" + i % ROOMS)));
        runAll();
        peers.forEach(peer -> peer.lose(EndReason.GONE));
        runAll();
        assertThat(node.events.losses).hasSize(SESSIONS);
        return peers;
    }

    /** Lets all time pass but the last interval; the clients that are there speak in time. */
    private void passUntilTheWindowsEnd(TestPeer... present) {
        for (Duration passed = BEAT; passed.compareTo(WINDOW) < 0; passed = passed.plus(BEAT)) {
            node.scheduler.advance(BEAT);
            runAll();
            for (TestPeer peer : present) {
                peer.send(0, new Command.KeepAlive());
            }
        }
        assertThat(node.events.ends).isEmpty();
    }

    private static Command join(String room) {
        return new Command.JoinRoom(new RoomId(room));
    }

    private void runAll() {
        while (!line.isEmpty()) {
            runSome(line.size());
        }
    }

    private void runSome(int tasks) {
        Collections.nCopies(tasks, line).forEach(each -> each.remove().run());
    }
}

package dev.beckon.server.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.beckon.server.core.message.Command;
import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.message.ServerEvent;
import dev.beckon.server.core.message.ServerEvent.Delivered;
import dev.beckon.server.core.message.ServerEvent.GoAway;
import dev.beckon.server.core.message.ServerEvent.Heartbeat;
import dev.beckon.server.core.message.ServerEvent.LeaveReason;
import dev.beckon.server.core.message.ServerEvent.PeerLeft;
import dev.beckon.server.core.message.Signal;
import dev.beckon.server.core.peer.Hello.ConflictPolicy;
import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.SessionId;
import dev.beckon.server.core.session.Sessions.Attach;
import dev.beckon.server.testing.TestNode;
import dev.beckon.server.testing.TestPeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class SessionTest {

    @AutoClose
    private final TestNode node = new TestNode();

    @Test
    void signal_reachesItsReceiver_withTheServersWordOnItsSender() {
        TestPeer alice = node.connect("alice");
        TestPeer bob = node.connect("bob");

        alice.signal("bob", "hello");

        Delivered delivered = bob.only(Delivered.class).getFirst();
        assertThat(bob.texts()).containsExactly("hello");
        assertThat(delivered.envelope().from()).isEqualTo(alice.peer());
        assertThat(delivered.envelope().fromSession()).isEqualTo(alice.id());
        assertThat(alice.refusals()).isEmpty();
    }

    @Test
    void signals_keepTheOrderOfTheirSender() {
        TestPeer alice = node.connect("alice");
        TestPeer bob = node.connect("bob");

        IntStream.range(0, 1000).forEach(i -> alice.signal("bob", "m" + i));

        assertThat(bob.texts())
                .isEqualTo(IntStream.range(0, 1000).mapToObj(i -> "m" + i).toList());
    }

    @Test
    void frameSentOnTheWelcome_isTaken_alsoByASessionThatComesBack() {
        TestPeer bob = node.connect("bob");
        TestPeer alice = TestPeer.connect(
                node,
                TestPeer.hello("alice", ConflictPolicy.REJECT, "key", null),
                peer -> peer.send(1, signalTo("bob", "first")));
        alice.lose(EndReason.GONE);
        TestPeer back = TestPeer.connect(node, alice.comeBack(0), peer -> peer.send(2, signalTo("bob", "second")));

        assertThat(alice.receipts).containsExactly("decided 1");
        assertThat(back.receipts).containsExactly("decided 2");
        assertThat(back.welcome().lastClientSeq()).isEqualTo(1);
        assertThat(bob.texts()).containsExactly("first", "second");
    }

    @Test
    void streamLostOnTheWelcome_leavesTheSessionAway_orEndsIt() {
        TestPeer keyed = TestPeer.connect(
                node, TestPeer.hello("alice", ConflictPolicy.REJECT, "key", null), peer -> peer.lose(EndReason.GONE));
        TestPeer keyless = TestPeer.connect(node, TestPeer.hello("bob"), peer -> peer.lose(EndReason.GONE));

        assertThat(keyed.closes).containsExactly(EndReason.GONE);
        assertThat(node.events.losses).containsExactly(EndReason.GONE);
        assertThat(node.events.ends).containsExactly(EndReason.GONE);
        assertThat(List.of(keyed.isOver, keyless.isOver)).containsOnly(true);
    }

    @Test
    void welcomeThatCannotBeGiven_endsTheSession_andNothingIsLeft() {
        TestPeer alice = TestPeer.connect(node, TestPeer.hello("alice"), peer -> {
            peer.send(1, signalTo("bob", "never"));
            throw new IllegalStateException("no welcome");
        });

        assertThat(alice.isOver).isTrue();
        assertThat(alice.receipts).containsExactly("ended");
        assertThat(alice.outcome.toCompletableFuture()).isCompletedExceptionally();
        node.events.faults.clear();
        node.assertNothingLeft();
    }

    @Test
    void signal_toNobody_isRefusedAtOnce() {
        TestPeer alice = node.connect("alice");

        alice.signal("bob", "hello");

        assertThat(alice.refusals()).containsExactly(Refusal.Code.PEER_NOT_REGISTERED);
    }

    @Test
    void signal_toOneself_isRefused() {
        TestPeer alice = node.connect("alice");

        alice.signal("alice", "hello");

        assertThat(alice.refusals()).containsExactly(Refusal.Code.INVALID_FRAME);
    }

    @Test
    void signal_forAnEarlierSession_neverReachesItsSuccessor() {
        TestPeer alice = node.connect("alice");
        SessionId earlier = node.connect("bob").id();
        TestPeer bob = TestPeer.connect(node, TestPeer.hello("bob", ConflictPolicy.REPLACE, null, null));

        alice.send(
                0,
                new Command.SendSignal(
                        new Signal(new PeerId("bob"), earlier, null, "", new TestPeer.Text("late", false))));

        assertThat(alice.refusals()).containsExactly(Refusal.Code.PEER_SESSION_REPLACED);
        assertThat(bob.texts()).isEmpty();
    }

    @Test
    void secondHello_isRefused_andTheFirstSessionGoesOn() {
        TestPeer first = node.connect("alice");
        TestPeer second = TestPeer.connect(node, TestPeer.hello("alice"));

        assertThat(second.outcome.toCompletableFuture())
                .isCompletedWithValue(new Attach.PeerIdTaken(new PeerId("alice"), null));
        assertThat(second.events).isEmpty();
        assertThat(first.closes).isEmpty();
    }

    @Test
    void secondHello_withReplace_takesThePlaceOfTheFirst_whichIsTold() {
        TestPeer first = node.connect("alice");
        TestPeer second = TestPeer.connect(node, TestPeer.hello("alice", ConflictPolicy.REPLACE, null, null));
        TestPeer bob = node.connect("bob");
        bob.signal("alice", "who");

        assertThat(first.only(GoAway.class)).containsExactly(GoAway.now(EndReason.REPLACED, ""));
        assertThat(first.closes).containsExactly(EndReason.REPLACED);
        assertThat(first.texts()).isEmpty();
        assertThat(second.texts()).containsExactly("who");
    }

    @Test
    void helloWithTheKeyOfAnEarlierSession_takesItsPlace_whateverThePolicy() {
        TestPeer first = TestPeer.connect(node, TestPeer.hello("alice", ConflictPolicy.REJECT, "key-1", null));
        TestPeer reloaded = TestPeer.connect(node, TestPeer.hello("alice", ConflictPolicy.REJECT, "key-2", "key-1"));
        TestPeer stranger = TestPeer.connect(node, TestPeer.hello("alice", ConflictPolicy.REJECT, "key-3", null));

        assertThat(first.closes).containsExactly(EndReason.REPLACED);
        assertThat(reloaded.closes).isEmpty();
        assertThat(stranger.events).isEmpty();
    }

    @Test
    void numberedFrames_areAcked_andDuplicatesDropped() {
        TestPeer alice = node.connect("alice");
        TestPeer bob = node.connect("bob");
        Command first = signal("one");
        Command second = signal("two");

        alice.send(1, first);
        alice.send(2, second);
        alice.send(1, first);
        alice.send(2, second);

        assertThat(bob.texts()).containsExactly("one", "two");
        assertThat(alice.acks).containsExactly(1L, 2L);
        assertThat(alice.receipts).containsExactly("decided 1", "decided 2", "decided 2", "decided 2");
    }

    @Test
    void gapInSeqs_isReportedAndTheFrameIsNotLookedAt() {
        TestPeer alice = node.connect("alice");
        TestPeer bob = node.connect("bob");

        alice.send(2, signal("two"));

        assertThat(alice.receipts).containsExactly("gap 1");
        assertThat(bob.texts()).isEmpty();
    }

    @Test
    void refusedFrame_isAckedAfterItsNotice() {
        TestPeer alice = node.connect("alice");

        alice.send(1, signal("nobody there"));

        assertThat(alice.only(ServerEvent.Notice.class).getFirst().clientSeqs()).containsExactly(1L);
        assertThat(alice.acks).containsExactly(1L);
    }

    @Test
    void bye_endsTheSession_andLeavesNothingBehind() {
        TestPeer alice = TestPeer.connect(node, TestPeer.hello("alice", ConflictPolicy.REJECT, "key", null));
        alice.join("lobby");

        alice.bye();
        alice.signal("bob", "too late");

        assertThat(alice.closes).containsExactly(EndReason.BYE);
        assertThat(alice.receipts).last().isEqualTo("ended");
        node.assertNothingLeft();
    }

    @Test
    void burstThatDoesNotFit_isRefusedToItsSender_andTheReceiverLivesOn() {
        TestPeer alice = node.connect("alice");
        TestPeer bob = node.connect("bob");
        bob.capacity = 3;

        IntStream.range(0, 5).forEach(i -> alice.signal("bob", "m" + i));
        bob.drain(100);
        alice.signal("bob", "later");

        assertThat(bob.closes).isEmpty();
        assertThat(bob.texts()).containsExactly("m0", "m1", "m2", "later");
        assertThat(alice.refusals()).containsExactly(Refusal.Code.MAILBOX_FULL, Refusal.Code.MAILBOX_FULL);
    }

    @Test
    void readerThatTakesNothingForLong_isEndedAsSlow() {
        TestPeer alice = node.connect("alice");
        TestPeer bob = node.connect("bob");
        bob.capacity = 1;
        alice.signal("bob", "waits");
        node.scheduler.advance(Duration.ofSeconds(4));
        assertThat(bob.closes).isEmpty();
        node.scheduler.advance(Duration.ofSeconds(1));
        alice.signal("bob", "nobody there");

        assertThat(bob.closes).containsExactly(EndReason.SLOW);
        assertThat(alice.refusals()).containsExactly(Refusal.Code.UNCONFIRMED, Refusal.Code.PEER_NOT_REGISTERED);
    }

    @Test
    void roomThatAFullStreamMissed_isShownByAFreshSnapshot() {
        TestPeer alice = node.connect("alice");
        TestPeer bob = node.connect("bob");
        bob.join("lobby");
        bob.capacity = 2;
        alice.join("lobby");
        alice.leave("lobby");
        alice.join("lobby");

        bob.drain(100);
        alice.leave("lobby");

        assertThat(bob.closes).isEmpty();
        assertThat(bob.only(ServerEvent.RoomEvent.class).stream()
                        .map(event -> event.getClass().getSimpleName()))
                .containsExactly("RoomSnapshot", "RoomSnapshot", "PeerLeft");
    }

    @Test
    void end_completes_onlyWhenTheClientWasTold() {
        TestPeer alice = node.connect("alice");
        List<Boolean> completeAtClose = new ArrayList<>();
        Session session = Objects.requireNonNull(node.registry.find(alice.id()));
        alice.onClose = () -> completeAtClose.add(
                session.end(EndReason.GONE, "").toCompletableFuture().isDone());

        assertThat(node.shutdown.endAll().toCompletableFuture()).isCompleted();

        assertThat(completeAtClose).containsExactly(false);
    }

    @Test
    void whoGoesBecauseTheServerGoesDown_leavesForThatReason_whetherItSaysByeOrEndsItsStream() {
        TestPeer watcher = node.connect("watcher");
        watcher.join("lobby");
        TestPeer byeBefore = joined("bye-before");
        TestPeer says = joined("says-bye");
        TestPeer ends = joined("ends-its-stream");
        joined("away").lose(EndReason.GONE);

        byeBefore.bye();
        node.shutdown.drain(Duration.ofSeconds(10), Duration.ofSeconds(30));
        says.bye();
        ends.lose(EndReason.GONE);

        assertThat(watcher.only(PeerLeft.class))
                .extracting(left -> left.peer().value(), PeerLeft::reason)
                .containsExactlyInAnyOrder(
                        tuple("bye-before", LeaveReason.BYE),
                        tuple("away", LeaveReason.SHUTDOWN),
                        tuple("says-bye", LeaveReason.SHUTDOWN),
                        tuple("ends-its-stream", LeaveReason.SHUTDOWN));
    }

    private TestPeer joined(String id) {
        TestPeer peer = node.connectKeyed(id);
        peer.join("lobby");
        return peer;
    }

    @Test
    void helloAfterTheShutdown_isRefused() {
        assertThat(node.shutdown.endAll().toCompletableFuture()).isCompleted();

        TestPeer late = TestPeer.connect(node, TestPeer.hello("late"));

        assertThat(late.outcome.toCompletableFuture()).isCompletedWithValue(new Attach.GoingDown());
        assertThat(late.events).isEmpty();
        node.assertNothingLeft();
    }

    @Test
    void heartbeat_breaksTheServersSilence_onlyForAClientWithAKey() {
        TestPeer keyed = TestPeer.connect(node, TestPeer.hello("keyed", ConflictPolicy.REJECT, "key", null));
        TestPeer human = node.connect("human");

        node.scheduler.advance(Duration.ofSeconds(15));

        assertThat(keyed.only(Heartbeat.class)).hasSize(1);
        assertThat(keyed.welcome().liveness()).isEqualTo(TestPeer.LIVENESS);
        assertThat(human.only(Heartbeat.class)).isEmpty();
        assertThat(human.welcome().liveness()).isNull();
    }

    @Test
    void silentClient_isEnded_andOneThatSpeaksIsNot() {
        TestPeer silent = TestPeer.connect(node, TestPeer.hello("silent", ConflictPolicy.REJECT, "key", null));
        TestPeer alive = TestPeer.connect(node, TestPeer.hello("alive", ConflictPolicy.REJECT, "key", null));

        IntStream.range(0, 4).forEach(i -> {
            node.scheduler.advance(Duration.ofSeconds(10));
            alive.send(0, new Command.KeepAlive());
        });

        assertThat(silent.closes).containsExactly(EndReason.HEARTBEAT_MISSED);
        assertThat(alive.closes).isEmpty();
    }

    @Test
    void clientThatPromisedToSpeakSoon_isEndedSoon_untilItTakesThatBack() {
        TestPeer frozen = TestPeer.connect(node, TestPeer.hello("frozen", ConflictPolicy.REJECT, "key", null));
        TestPeer hidden = TestPeer.connect(node, TestPeer.hello("hidden", ConflictPolicy.REJECT, "key", null));
        TestPeer slow = TestPeer.connect(node, TestPeer.hello("slow", ConflictPolicy.REJECT, "key", null));
        frozen.send(0, promise(Duration.ofSeconds(4)));
        hidden.send(0, promise(Duration.ofSeconds(4)));
        hidden.send(0, promise(null));
        slow.send(0, promise(Duration.ofHours(1)));

        node.scheduler.advance(Duration.ofMillis(9_999));
        assertThat(frozen.closes).isEmpty();
        node.scheduler.advance(Duration.ofMillis(1));

        assertThat(frozen.closes).containsExactly(EndReason.HEARTBEAT_MISSED);
        assertThat(hidden.closes).isEmpty();
        node.scheduler.advance(TestPeer.LIVENESS.heartbeats().deadAfter());
        assertThat(hidden.closes).containsExactly(EndReason.HEARTBEAT_MISSED);
        assertThat(slow.closes).containsExactly(EndReason.HEARTBEAT_MISSED);
    }

    private static Command promise(@Nullable Duration nextWithin) {
        return new Command.KeepAlive(new Command.Promise(nextWithin));
    }

    @Test
    void shutdown_tellsEveryone_andLeavesNothingBehind() {
        TestPeer alice = node.connect("alice");
        TestPeer bob = TestPeer.connect(node, TestPeer.hello("bob", ConflictPolicy.REJECT, "key", null));
        bob.join("lobby");

        assertThat(node.shutdown.endAll().toCompletableFuture()).isCompleted();

        assertThat(alice.only(GoAway.class)).containsExactly(GoAway.now(EndReason.SHUTDOWN, ""));
        assertThat(bob.closes).containsExactly(EndReason.SHUTDOWN);
        node.assertNothingLeft();
    }

    private static Command signal(String text) {
        return new Command.SendSignal(new Signal(new PeerId("bob"), null, null, "", new TestPeer.Text(text, false)));
    }

    private static Command signalTo(String peer, String text) {
        return new Command.SendSignal(new Signal(new PeerId(peer), null, null, "", new TestPeer.Text(text, false)));
    }
}

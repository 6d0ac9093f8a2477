package dev.beckon.server.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.beckon.server.core.message.Command;
import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.message.ServerEvent.AttachResult;
import dev.beckon.server.core.message.ServerEvent.GoAway;
import dev.beckon.server.core.message.ServerEvent.Notice;
import dev.beckon.server.core.message.Signal;
import dev.beckon.server.core.peer.Hello.ConflictPolicy;
import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.testing.TestNode;
import dev.beckon.server.testing.TestPeer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What senders are told of signals that nobody acknowledged: design promise P1. */
class OutcomesTest {

    @AutoClose
    private final TestNode node = new TestNode();

    @Test
    void windowThatIsOver_endsTheSession_andTellsTheSenders() {
        TestPeer alice = node.connectKeyed("alice");
        TestPeer bob = node.connectKeyed("bob");
        alice.send(1, signal("seen, not acknowledged"));
        bob.lose(EndReason.GONE);
        alice.send(2, signal("never seen"));
        alice.send(3, signal("never seen either"));
        keepAlive(alice, Duration.ofMinutes(2));
        alice.send(4, signal("nobody there"));
        TestPeer late = TestPeer.connect(node, bob.comeBack(0));

        assertThat(alice.only(Notice.class))
                .extracting(notice -> notice.refusal().code(), Notice::clientSeqs)
                .containsExactly(
                        tuple(Refusal.Code.UNCONFIRMED, List.of(1L)),
                        tuple(Refusal.Code.UNDELIVERED, List.of(2L, 3L)),
                        tuple(Refusal.Code.PEER_NOT_REGISTERED, List.of(4L)));
        assertThat(late.welcome().result()).isEqualTo(AttachResult.RESYNC);
        assertThat(node.events.ends).containsExactly(EndReason.EXPIRED);
    }

    @Test
    void whatWasNeverWrittenToAnyStream_isUndelivered() {
        TestPeer alice = node.connectKeyed("alice");
        TestPeer bob = node.connectKeyed("bob");
        bob.writes = 1;
        alice.send(1, signal("written"));
        alice.send(2, signal("in the queue of the stream"));

        bob.bye();

        assertThat(alice.refusals()).containsExactly(Refusal.Code.UNCONFIRMED, Refusal.Code.UNDELIVERED);
    }

    @Test
    void toASessionThatIsNotResumable_whatLeftIsDelivered_andTheRestIsUnconfirmed() {
        TestPeer alice = node.connectKeyed("alice");
        TestPeer bob = node.connect("bob");
        bob.writes = 1;
        alice.send(1, signal("written"));
        alice.send(2, signal("in the queue of the stream"));

        bob.lose(EndReason.GONE);

        assertThat(alice.only(Notice.class))
                .extracting(notice -> notice.refusal().code(), Notice::clientSeqs)
                .containsExactly(tuple(Refusal.Code.UNCONFIRMED, List.of(2L)));
    }

    @Test
    void noticeInTheQueueOfAStream_stillLeaves_whenItsClientSaysNoMore() {
        TestPeer alice = node.connect("alice");
        alice.writes = 0;
        alice.send(0, signal("to nobody"));

        alice.lose(EndReason.GONE);

        assertThat(alice.isStopped).isFalse();
        assertThat(alice.refusals()).containsExactly(Refusal.Code.PEER_NOT_REGISTERED);
    }

    @Test
    void replacement_endsTheOldQueueInNotices() {
        TestPeer alice = node.connectKeyed("alice");
        TestPeer bob = node.connectKeyed("bob");
        bob.lose(EndReason.GONE);
        alice.send(1, signal("for the old page"));

        TestPeer reloaded = TestPeer.connect(node, TestPeer.hello("bob", ConflictPolicy.REJECT, "new key", "bob"));
        alice.send(2, signal("for the new page"));

        assertThat(alice.only(Notice.class))
                .singleElement()
                .matches(notice -> notice.refusal().code() == Refusal.Code.UNDELIVERED
                        && notice.clientSeqs().equals(List.of(1L)));
        assertThat(reloaded.texts()).containsExactly("for the new page");
        assertThat(reloaded.welcome().result()).isEqualTo(AttachResult.NEW);
    }

    @Test
    void noticesForAClientThatIsAway_waitForIt() {
        TestPeer alice = node.connectKeyed("alice");
        TestPeer bob = node.connectKeyed("bob");
        alice.send(1, signal("hello"));
        alice.lose(EndReason.GONE);
        bob.bye();

        TestPeer back = TestPeer.connect(node, alice.comeBack(0));

        assertThat(back.refusals()).containsExactly(Refusal.Code.UNCONFIRMED);
        assertThat(back.seqs).containsExactly(1L);
    }

    @Test
    void ackOfARefusedFrame_waitsForItsNotice_whenTheReaderIsBehind() {
        TestPeer alice = node.connectKeyed("alice");
        alice.capacity = alice.events.size();

        alice.send(1, signal("nobody there"));
        alice.send(2, signal("nobody there"));

        assertThat(alice.refusals()).isEmpty();
        assertThat(alice.acks).isEmpty();
        alice.drain(alice.events.size() + 1);
        assertThat(alice.refusals()).hasSize(1);
        assertThat(alice.acks).isEmpty();
        alice.drain(Integer.MAX_VALUE);
        assertThat(alice.refusals()).hasSize(2);
        assertThat(alice.acks).containsExactly(2L);
    }

    @Test
    void shutdown_tellsEverySenderWhatBecameOfItsSignals() {
        TestPeer alice = node.connectKeyed("alice");
        TestPeer bob = node.connectKeyed("bob");
        TestPeer carol = node.connectKeyed("carol");
        carol.lose(EndReason.GONE);
        alice.send(1, signal("to bob"));
        bob.send(
                1,
                new Command.SendSignal(
                        new Signal(new PeerId("alice"), null, null, "", new TestPeer.Text("to alice", false))));
        alice.send(
                2,
                new Command.SendSignal(
                        new Signal(new PeerId("carol"), null, null, "", new TestPeer.Text("to carol", false))));

        assertThat(node.shutdown.endAll().toCompletableFuture()).isCompleted();

        assertThat(alice.refusals()).containsExactlyInAnyOrder(Refusal.Code.UNCONFIRMED, Refusal.Code.UNDELIVERED);
        assertThat(bob.refusals()).containsExactly(Refusal.Code.UNCONFIRMED);
        assertThat(alice.events).last().isEqualTo(GoAway.now(EndReason.SHUTDOWN, ""));
        node.assertNothingLeft();
    }

    @Test
    void drain_asksEverybodyToGo_atDifferentMoments_andIsOverWhenTheyAreGone() {
        TestPeer alice = node.connectKeyed("alice");
        TestPeer bob = node.connectKeyed("bob");
        TestPeer away = node.connectKeyed("away");
        away.lose(EndReason.GONE);

        var drained = node.shutdown
                .drain(Duration.ofSeconds(10), Duration.ofSeconds(30))
                .toCompletableFuture();
        assertThat(drained).isNotDone();
        assertThat(List.of(
                        alice.only(GoAway.class).getFirst(),
                        bob.only(GoAway.class).getFirst()))
                .extracting(GoAway::delay)
                .doesNotHaveDuplicates()
                .allMatch(delay -> delay.compareTo(Duration.ofSeconds(10)) < 0);
        alice.lose(EndReason.GONE);
        bob.bye();

        assertThat(drained).isCompleted();
        node.assertNothingLeft();
    }

    @Test
    void drain_endsAtItsDeadline() {
        node.connectKeyed("alice");

        var drained = node.shutdown
                .drain(Duration.ofSeconds(1), Duration.ofSeconds(3))
                .toCompletableFuture();
        node.scheduler.advance(Duration.ofSeconds(3));

        assertThat(drained).isCompleted();
    }

    private void keepAlive(TestPeer peer, Duration total) {
        for (long s = 0; s < total.toSeconds(); s += 10) {
            node.scheduler.advance(Duration.ofSeconds(10));
            peer.send(0, new Command.KeepAlive());
        }
    }

    private static Command signal(String text) {
        return new Command.SendSignal(new Signal(new PeerId("bob"), null, null, "", new TestPeer.Text(text, false)));
    }
}

package dev.beckon.server.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.server.core.message.Command;
import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.message.ServerEvent.AttachResult;
import dev.beckon.server.core.message.ServerEvent.Delivered;
import dev.beckon.server.core.message.ServerEvent.GoAway;
import dev.beckon.server.core.message.ServerEvent.MemberUpdated;
import dev.beckon.server.core.message.ServerEvent.PeerJoined;
import dev.beckon.server.core.message.ServerEvent.PeerLeft;
import dev.beckon.server.core.message.ServerEvent.RoomSnapshot;
import dev.beckon.server.core.message.ServerEvent.Welcome;
import dev.beckon.server.core.message.Signal;
import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.RoomId;
import dev.beckon.server.core.session.Sessions.Attach;
import dev.beckon.server.testing.TestLimits;
import dev.beckon.server.testing.TestNode;
import dev.beckon.server.testing.TestPeer;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A session that outlives its streams: design promises P1 and P5. */
class ResumptionTest {

    @AutoClose
    private final TestNode node = new TestNode();

    @Test
    void whatCameWhileAway_isReplayedInOrder_andNothingTwice() {
        TestPeer alice = node.connect("alice");
        TestPeer bob = node.connectKeyed("bob");
        alice.signal("bob", "1");
        alice.signal("bob", "2");
        bob.acknowledge(1);
        bob.lose(EndReason.GONE);
        alice.signal("bob", "3");

        TestPeer back = TestPeer.connect(node, bob.comeBack(1));
        alice.signal("bob", "4");

        assertThat(back.welcome().result()).isEqualTo(AttachResult.LOSSLESS);
        assertThat(back.id()).isEqualTo(bob.id());
        assertThat(back.texts()).containsExactly("2", "3", "4");
        assertThat(back.seqs).containsExactly(2L, 3L, 4L);
        assertThat(alice.refusals()).isEmpty();
        assertThat(node.events.losses).containsExactly(EndReason.GONE);
    }

    @Test
    void framesThatTheServerHas_areNamedInTheWelcome_andDroppedWhenSaidAgain() {
        TestPeer alice = node.connectKeyed("alice");
        TestPeer bob = node.connect("bob");
        alice.send(1, signal("one"));
        alice.send(2, signal("two"));
        alice.lose(EndReason.GONE);

        TestPeer back = TestPeer.connect(node, alice.comeBack(0));
        back.send(2, signal("two"));
        back.send(3, signal("three"));

        assertThat(back.welcome().lastClientSeq()).isEqualTo(2);
        assertThat(bob.texts()).containsExactly("one", "two", "three");
        assertThat(back.receipts).containsExactly("decided 2", "decided 3");
    }

    @Test
    void helloWhoseWelcomeWasLost_isSimplySaidAgain() {
        TestPeer first = node.connectKeyed("alice");
        first.lose(EndReason.GONE);
        TestPeer again = node.connectKeyed("alice");
        TestPeer whileLive = node.connectKeyed("alice");

        assertThat(List.of(again.id(), whileLive.id())).containsOnly(first.id());
        assertThat(again.welcome().result()).isEqualTo(AttachResult.NEW);
        assertThat(again.closes).containsExactly(EndReason.TAKEN_OVER);
        assertThat(node.events.ends).isEmpty();
    }

    @Test
    void helloThatForgotItsSession_getsANewOne() {
        TestPeer first = node.connectKeyed("alice");
        first.send(1, new Command.JoinRoom(new RoomId("lobby")));

        TestPeer again = node.connectKeyed("alice");

        assertThat(again.id()).isNotEqualTo(first.id());
        assertThat(again.welcome().result()).isEqualTo(AttachResult.NEW);
        assertThat(first.closes).containsExactly(EndReason.REPLACED);
    }

    @Test
    void olderStream_isFencedOff() {
        TestPeer bob = node.connect("bob");
        TestPeer older = node.connectKeyed("alice");
        TestPeer newer = TestPeer.connect(node, older.comeBack(0));

        older.send(1, signal("from the older stream"));
        older.lose(EndReason.GONE);
        newer.send(1, signal("from the newer stream"));

        assertThat(older.only(GoAway.class)).containsExactly(GoAway.now(EndReason.TAKEN_OVER, ""));
        assertThat(older.closes).containsExactly(EndReason.TAKEN_OVER);
        assertThat(older.receipts).containsExactly("taken over");
        assertThat(bob.texts()).containsExactly("from the newer stream");
        assertThat(newer.closes).isEmpty();
        newer.bye();
        assertThat(older.isOver).isTrue();
    }

    @Test
    void helloThatArrivesAfterANewerOne_isRefused_andDisturbsNobody() {
        TestPeer first = node.connectKeyed("alice");
        TestPeer newer = TestPeer.connect(node, first.comeBack(0, 3));

        TestPeer late = TestPeer.connect(node, first.comeBack(0, 2));
        TestPeer again = TestPeer.connect(node, first.comeBack(0, 3));

        assertThat(late.outcome.toCompletableFuture()).isCompletedWithValue(new Attach.Outdated());
        assertThat(again.outcome.toCompletableFuture()).isCompletedWithValue(new Attach.Outdated());
        assertThat(newer.closes).isEmpty();
    }

    @Test
    void lastSeqThatWasNeverSent_isRefused_andTheSessionIsNotDisturbed() {
        TestPeer bob = node.connectKeyed("bob");

        TestPeer liar = TestPeer.connect(node, bob.comeBack(1));

        assertThat(liar.outcome.toCompletableFuture()).isCompletedWithValue(new Attach.LastSeqUnknown(1));
        assertThat(bob.closes).isEmpty();
    }

    @Test
    void lastSeqBelowWhatWasAcknowledged_getsANewSession() {
        TestPeer alice = node.connect("alice");
        TestPeer bob = node.connectKeyed("bob");
        alice.signal("bob", "1");
        bob.acknowledge(1);

        TestPeer back = TestPeer.connect(node, bob.comeBack(0));

        assertThat(back.welcome().result()).isEqualTo(AttachResult.RESYNC);
        assertThat(back.id()).isNotEqualTo(bob.id());
        assertThat(back.texts()).isEmpty();
    }

    @Test
    void fullMailbox_refusesTheNewSignal_andKeepsTheOld() {
        try (TestNode tight = new TestNode(TestLimits.mailbox(4, 4096))) {
            TestPeer alice = tight.connect("alice");
            TestPeer bob = tight.connectKeyed("bob");
            bob.lose(EndReason.GONE);
            IntStream.range(0, 3).forEach(i -> alice.signal("bob", "m" + i));

            TestPeer back = TestPeer.connect(tight, bob.comeBack(0));

            assertThat(alice.refusals()).containsExactly(Refusal.Code.MAILBOX_FULL);
            assertThat(back.texts()).containsExactly("m0", "m1");
            assertThat(back.welcome().result()).isEqualTo(AttachResult.LOSSLESS);
        }
    }

    @Test
    void readerThatNeverAcknowledges_isSlow_andComesBackLosslessly() {
        try (TestNode tight = new TestNode(TestLimits.mailbox(4, 4096))) {
            TestPeer alice = tight.connect("alice");
            TestPeer bob = tight.connectKeyed("bob");
            IntStream.range(0, 3).forEach(i -> alice.signal("bob", "m" + i));
            tight.scheduler.advance(Duration.ofSeconds(5));

            TestPeer back = TestPeer.connect(tight, bob.comeBack(2));
            alice.signal("bob", "m3");

            assertThat(bob.closes).containsExactly(EndReason.SLOW);
            assertThat(back.texts()).containsExactly("m3");
        }
    }

    @Test
    void clientThatIsToldOfRefusalsAndNeverAcknowledges_isSlow_andItsFrameIsNotTaken() {
        try (TestNode tight = new TestNode(TestLimits.mailbox(2, 100_000))) {
            TestPeer alice = tight.connectKeyed("alice");
            IntStream.rangeClosed(1, 3).forEach(i -> alice.send(i, signal("to nobody")));
            assertThat(alice.closes).isEmpty();
            tight.scheduler.advance(Duration.ofSeconds(5));

            TestPeer back = TestPeer.connect(tight, alice.comeBack(2));
            back.send(3, signal("to nobody"));

            assertThat(alice.closes).containsExactly(EndReason.SLOW);
            assertThat(alice.receipts).containsExactly("decided 1", "decided 2", "decided 2");
            assertThat(back.welcome().lastClientSeq()).isEqualTo(2);
            assertThat(back.refusals()).containsExactly(Refusal.Code.PEER_NOT_REGISTERED);
        }
    }

    @Test
    void clientThatResumesWithFramesInFlight_getsTimeToAcknowledgeItsNotices() {
        try (TestNode tight = new TestNode(TestLimits.mailbox(2, 100_000))) {
            TestPeer alice = tight.connectKeyed("alice");
            IntStream.rangeClosed(1, 2).forEach(i -> alice.send(i, signal("to nobody")));
            alice.lose(EndReason.GONE);

            TestPeer back = TestPeer.connect(tight, alice.comeBack(0));
            back.send(3, signal("to nobody"));
            back.acknowledge(2);
            back.send(4, signal("to nobody"));
            TestPeer again = TestPeer.connect(tight, alice.comeBack(2));
            again.send(3, signal("to nobody"));

            assertThat(back.closes).containsExactly(EndReason.SLOW);
            assertThat(again.welcome().lastClientSeq()).isEqualTo(2);
            assertThat(again.receipts).containsExactly("decided 3");
        }
    }

    @Test
    void ackAboveWhatWasSent_isRefused() {
        TestPeer bob = node.connectKeyed("bob");

        bob.acknowledge(7);

        assertThat(bob.refusals()).containsExactly(Refusal.Code.INVALID_FRAME);
        assertThat(bob.closes).isEmpty();
    }

    @Test
    void ackOfWhatAnEarlierStreamBrought_counts() {
        TestPeer alice = node.connect("alice");
        TestPeer bob = node.connectKeyed("bob");
        alice.signal("bob", "1");
        alice.signal("bob", "2");
        TestPeer back = TestPeer.connect(node, bob.comeBack(0));
        back.capacity = 0;
        back.acknowledge(2);

        TestPeer third = TestPeer.connect(node, back.comeBack(2));

        assertThat(third.texts()).isEmpty();
    }

    @Test
    void rooms_seeTheMemberGoAwayAndComeBack_andItSeesTheRoomAfresh() {
        TestPeer alice = node.connect("alice");
        TestPeer bob = node.connectKeyed("bob");
        alice.join("lobby");
        bob.join("lobby");
        bob.lose(EndReason.GONE);
        TestPeer carol = node.connect("carol");
        carol.join("lobby");
        signalInLobby(carol, "bob");

        TestPeer back = TestPeer.connect(node, bob.comeBack(0));

        assertThat(alice.only(MemberUpdated.class).stream()
                        .map(updated -> updated.member().away()))
                .containsExactly(true, false);
        assertThat(back.welcome().rooms()).containsExactly(new RoomId("lobby"));
        assertThat(back.events)
                .extracting(event -> (Object) event.getClass())
                .containsExactly(Welcome.class, RoomSnapshot.class, Delivered.class);
        assertThat(back.only(RoomSnapshot.class).getFirst().members())
                .hasSize(3)
                .noneMatch(member -> member.away());
        assertThat(alice.only(PeerLeft.class)).isEmpty();
        assertThat(alice.only(PeerJoined.class)).hasSize(2);
    }

    @Test
    void peerIdThatAnAwaySessionHolds_isRefusedWithTheRestOfItsWindow() {
        PeerId id = new PeerId("alice");
        TestPeer alice = node.connectKeyed("alice");
        assertThat(TestPeer.connect(node, TestPeer.hello("alice")).outcome.toCompletableFuture())
                .isCompletedWithValue(new Attach.PeerIdTaken(id, null));

        alice.lose(EndReason.GONE);
        node.scheduler.advance(Duration.ofSeconds(50));
        assertThat(TestPeer.connect(node, TestPeer.hello("alice")).outcome.toCompletableFuture())
                .isCompletedWithValue(new Attach.PeerIdTaken(id, Duration.ofSeconds(70)));

        TestPeer back = TestPeer.connect(node, alice.comeBack(0));
        assertThat(TestPeer.connect(node, TestPeer.hello("alice")).outcome.toCompletableFuture())
                .isCompletedWithValue(new Attach.PeerIdTaken(id, null));

        back.lose(EndReason.GONE);
        node.scheduler.advance(Duration.ofMinutes(2));
        assertThat(node.connect("alice").id()).isNotEqualTo(alice.id());
    }

    private static void signalInLobby(TestPeer from, String to) {
        from.send(
                0,
                new Command.SendSignal(new Signal(
                        new PeerId(to), null, new RoomId("lobby"), "", new TestPeer.Text("in lobby", false))));
    }

    private static Command signal(String text) {
        return new Command.SendSignal(new Signal(new PeerId("bob"), null, null, "", new TestPeer.Text(text, false)));
    }
}

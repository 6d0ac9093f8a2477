package dev.beckon.server.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.server.core.message.Command;
import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.message.ServerEvent;
import dev.beckon.server.core.message.ServerEvent.Delivered;
import dev.beckon.server.core.message.ServerEvent.MemberUpdated;
import dev.beckon.server.core.message.ServerEvent.Notice;
import dev.beckon.server.core.message.ServerEvent.PeerJoined;
import dev.beckon.server.core.message.ServerEvent.PeerLeft;
import dev.beckon.server.core.message.ServerEvent.PresenceChanged;
import dev.beckon.server.core.message.ServerEvent.RoomEvent;
import dev.beckon.server.core.message.ServerEvent.RoomSnapshot;
import dev.beckon.server.core.message.Signal;
import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.PeerPresence;
import dev.beckon.server.core.peer.RoomId;
import dev.beckon.server.core.peer.SessionId;
import dev.beckon.server.limits.FanOutLimits;
import dev.beckon.server.limits.FanOutLimits.Rate;
import dev.beckon.server.testing.TestNode;
import dev.beckon.server.testing.TestPeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What one session may cause others to be told. */
class FanOutTest {

    /** So many of a room never leave it. */
    private static final int STAYING = 6;

    private static final Rate UNLIMITED = new Rate(0, 1);

    @AutoClose
    private final TestNode node = new TestNode();

    private final TestPeer bob = node.connect("bob");
    private final TestPeer carol = node.connect("carol");

    @Test
    void whoTellsTooMuch_isRefused_andMayAgainWhenItWasTold() {
        TestPeer alice = limited("alice", new Rate(10, 20));
        joinAll(alice);
        // Joining cost 3 for the others and 3 for the snapshot; each change costs 3.
        for (int i = 0; i < 6; i++) {
            change(alice, i);
        }

        assertThat(alice.refusals()).containsExactly(Refusal.Code.RATE_LIMITED);
        assertThat(bob.only(MemberUpdated.class)).hasSize(5);
        Duration wait = Objects.requireNonNull(
                alice.only(Notice.class).getFirst().refusal().retryAfter());
        assertThat(wait).isEqualTo(Duration.ofMillis(100));
        node.scheduler.advance(wait);
        change(alice, 6);
        assertThat(alice.refusals()).hasSize(1);
        assertThat(bob.only(MemberUpdated.class)).hasSize(6);
    }

    @Test
    void muchToShow_costsMore() {
        TestPeer alice = limited("alice", new Rate(10, 20));
        joinAll(alice);
        alice.send(0, new Command.UpdateMember(null, Map.of("about", "x".repeat(8_000))));
        change(alice, 1);

        assertThat(alice.refusals()).containsExactly(Refusal.Code.RATE_LIMITED);
        // 6 + 3 * 8, of which 20 were free.
        assertThat(alice.only(Notice.class).getFirst().refusal().retryAfter()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void nothingNew_costsNothing() {
        TestPeer alice = limited("alice", new Rate(1, 20));
        joinAll(alice);
        for (int i = 0; i < 100; i++) {
            change(alice, 7);
        }

        assertThat(alice.refusals()).isEmpty();
        assertThat(bob.only(MemberUpdated.class)).hasSize(1);
    }

    @Test
    void joiningTheSameRoomAgain_isChargedByItsMembers() {
        TestPeer alice = limited("alice", new Rate(10, 20));
        joinAll(alice);
        for (int i = 0; i < 100; i++) {
            alice.join("lobby");
        }

        // 6 + 5 * 3 reaches the allowance.
        assertThat(alice.only(RoomSnapshot.class)).hasSize(6);
        assertThat(alice.refusals()).hasSize(95).containsOnly(Refusal.Code.RATE_LIMITED);
    }

    @Test
    void leavingIsNeverRefused_butJoiningAndLeavingInTurnsIsSlowedDown() {
        TestPeer alice = limited("alice", new Rate(10, 20));
        joinAll(alice);
        for (int i = 0; i < 100; i++) {
            alice.leave("lobby");
            alice.join("lobby");
        }

        assertThat(bob.only(PeerLeft.class)).hasSize(3);
        assertThat(alice.refusals()).contains(Refusal.Code.RATE_LIMITED).contains(Refusal.Code.NOT_IN_ROOM);
    }

    @Test
    void watching_isChargedByThePeersWatched() {
        TestPeer alice = limited("alice", new Rate(10, 20));
        Set<PeerId> peers = Set.of(new PeerId("x"), new PeerId("y"), new PeerId("z"));
        for (int i = 0; i < 10; i++) {
            alice.send(0, new Command.WatchPresence(peers));
        }
        alice.send(0, new Command.WatchPresence(Set.of()));

        assertThat(alice.only(PresenceChanged.class)).hasSize(7 * 3);
        assertThat(alice.refusals()).hasSize(3).containsOnly(Refusal.Code.RATE_LIMITED);
    }

    @Test
    void aSessionThatComesAndGoes_isShownLate_andThenAsItIs() {
        TestPeer alice = limited("alice", new Rate(10, 20));
        joinAll(alice);
        watch(carol, "alice");
        int before = bob.only(MemberUpdated.class).size();
        TestPeer latest = alice;
        for (int i = 0; i < 50; i++) {
            latest.lose(EndReason.GONE);
            latest = TestPeer.connect(node, latest.comeBack(0));
        }
        latest.lose(EndReason.GONE);

        assertThat(bob.only(MemberUpdated.class).size() - before).isLessThan(6);
        assertThat(carol.only(PresenceChanged.class)).hasSizeLessThan(6);
        // Each time it came back it was shown its room all the same.
        assertThat(latest.only(RoomSnapshot.class)).hasSize(1);
        node.scheduler.advance(Duration.ofMinutes(1));
        assertThat(bob.only(MemberUpdated.class).getLast().member().away()).isTrue();
        assertThat(carol.only(PresenceChanged.class).getLast().presence().state())
                .isEqualTo(PeerPresence.State.AWAY);
        TestPeer back = TestPeer.connect(node, latest.comeBack(0));
        node.scheduler.advance(Duration.ofSeconds(10));
        assertThat(bob.only(MemberUpdated.class).getLast().member().away()).isFalse();
        assertThat(carol.only(PresenceChanged.class).getLast().presence().state())
                .isEqualTo(PeerPresence.State.LIVE);
        assertVersionsFollow(bob);
        back.bye();
    }

    @Test
    void watchersOfOnePeer_areLimited_andAreToldInWords_andTheOtherPeersAreWatched() {
        List<TestPeer> watchers = new ArrayList<>();
        for (int i = 0; i <= TestNode.MAX_WATCHERS; i++) {
            watchers.add(node.connect("watcher" + i));
            watch(watchers.getLast(), "bob", "carol" + i);
        }

        assertThat(watchers.getLast().refusals()).containsExactly(Refusal.Code.UNAVAILABLE);
        Refusal refusal = watchers.getLast().only(Notice.class).getFirst().refusal();
        assertThat(refusal.peer()).isEqualTo(bob.peer());
        assertThat(refusal.message()).contains("'bob' cannot be watched now");
        assertThat(watchers.getLast().only(Notice.class).getFirst().clientSeqs())
                .as("the frame was accepted")
                .isEmpty();
        assertThat(watchers.getLast().only(PresenceChanged.class)).hasSize(1);
        watch(watchers.getFirst());
        watch(watchers.getLast(), "bob");
        assertThat(watchers.getLast().refusals()).hasSize(1);
        assertThat(watchers.getLast().only(PresenceChanged.class)).hasSize(2);
    }

    /** 256 people come at once, switch microphone and camera for a minute, and go. */
    @Test
    void aFullRoom_isWithinTheDefaults() {
        FanOutLimits defaults = new FanOutLimits(node.scheduler, new Rate(2_000, 16_384), new Rate(8_000, 65_536));
        node.policy.fanOut = subject -> defaults.newLimiter(subject);
        List<TestPeer> people = new ArrayList<>();
        for (int i = 0; i < 256; i++) {
            people.add(node.connect("person" + i));
            people.getLast().join("hall");
        }
        for (int second = 0; second < 60; second++) {
            for (int i = second % 7; i < people.size(); i += 7) {
                change(people.get(i), 4 * second);
                change(people.get(i), 4 * second + 1);
            }
            node.scheduler.advance(Duration.ofSeconds(1));
        }

        assertThat(people).allSatisfy(person -> assertThat(person.refusals()).isEmpty());
        people.forEach(FanOutTest::assertVersionsFollow);
        people.forEach(TestPeer::bye);
    }

    /** Everything is handed over after every single task, and whoever is next is drawn by lot. */
    @Test
    void inSlices_versionsHaveNoGap_andNoSignalComesBeforeItsSender() {
        for (int seed = 0; seed < 50; seed++) {
            List<Runnable> waiting = new ArrayList<>();
            Random lot = new Random(seed);
            try (TestNode sliced = new TestNode(new Turns(Runnable::run, waiting::add, 1 + seed % 3))) {
                List<TestPeer> people = new ArrayList<>();
                for (int i = 0; i < 12; i++) {
                    people.add(TestPeer.connect(sliced, TestPeer.hello("person" + i)));
                    runSome(waiting, lot, Integer.MAX_VALUE);
                }
                for (int step = 0; step < 300; step++) {
                    TestPeer actor = people.get(lot.nextInt(people.size()));
                    switch (lot.nextInt(4)) {
                        case 0 -> actor.join("hall");
                        case 1 ->
                            people.get(STAYING + lot.nextInt(people.size() - STAYING))
                                    .leave("hall");
                        case 2 -> change(actor, step);
                        default -> signalInHall(actor, "person" + lot.nextInt(people.size()));
                    }
                    runSome(waiting, lot, lot.nextInt(6));
                }
                runSome(waiting, lot, Integer.MAX_VALUE);
                people.forEach(FanOutTest::assertVersionsFollow);
                Set<SessionId> staying =
                        people.subList(0, STAYING).stream().map(TestPeer::id).collect(Collectors.toSet());
                people.forEach(person -> assertSignalsFollowTheirSenders(person, staying));
                people.forEach(TestPeer::bye);
                runSome(waiting, lot, Integer.MAX_VALUE);
            }
        }
    }

    private static void runSome(List<Runnable> waiting, Random lot, int most) {
        for (int i = 0; i < most && !waiting.isEmpty(); i++) {
            waiting.remove(lot.nextInt(waiting.size())).run();
        }
    }

    private TestPeer limited(String id, Rate session) {
        FanOutLimits limits = new FanOutLimits(node.scheduler, session, UNLIMITED);
        node.policy.fanOut = subject -> limits.newLimiter(subject);
        return node.connectKeyed(id);
    }

    private void joinAll(TestPeer last) {
        bob.join("lobby");
        carol.join("lobby");
        last.join("lobby");
    }

    private static void change(TestPeer peer, int value) {
        peer.send(0, new Command.UpdateMember(null, Map.of("value", "" + value)));
    }

    private static void watch(TestPeer watcher, String... peers) {
        Set<PeerId> ids = Arrays.stream(peers).map(PeerId::new).collect(Collectors.toSet());
        watcher.send(0, new Command.WatchPresence(ids));
    }

    private static void signalInHall(TestPeer from, String to) {
        TestPeer.Text text = new TestPeer.Text("in hall", false);
        from.send(0, new Command.SendSignal(new Signal(new PeerId(to), null, new RoomId("hall"), "", text)));
    }

    /** A snapshot, then deltas without a gap, until the peer itself is gone (P5). */
    private static void assertVersionsFollow(TestPeer peer) {
        long version = 0;
        for (RoomEvent event : peer.only(RoomEvent.class)) {
            if (event instanceof RoomSnapshot snapshot) {
                assertThat(version).isIn(0L, snapshot.version());
                version = snapshot.version();
            } else {
                assertThat(version).as("after a snapshot").isPositive();
                assertThat(versionOf(event)).isEqualTo(version + 1);
                boolean isOwnEnd =
                        event instanceof PeerLeft left && left.session().equals(peer.id());
                version = isOwnEnd ? 0 : version + 1;
            }
        }
    }

    private static long versionOf(RoomEvent event) {
        return switch (event) {
            case RoomSnapshot snapshot -> snapshot.version();
            case PeerJoined joined -> joined.version();
            case PeerLeft left -> left.version();
            case MemberUpdated updated -> updated.version();
        };
    }

    /** Of those who never leave, each is shown before the first signal that it sends in the room. */
    private static void assertSignalsFollowTheirSenders(TestPeer peer, Set<SessionId> staying) {
        Set<SessionId> admitted = new HashSet<>();
        for (ServerEvent event : peer.events) {
            switch (event) {
                case RoomSnapshot snapshot -> snapshot.members().forEach(member -> admitted.add(member.session()));
                case PeerJoined joined -> admitted.add(joined.member().session());
                case Delivered delivered -> {
                    if (staying.contains(delivered.envelope().fromSession())) {
                        assertThat(admitted).contains(delivered.envelope().fromSession());
                    }
                }
                default -> {}
            }
        }
    }
}

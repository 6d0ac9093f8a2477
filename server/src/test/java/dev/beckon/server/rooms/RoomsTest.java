package dev.beckon.server.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.server.core.message.Command;
import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.message.Limits;
import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.message.ServerEvent.LeaveReason;
import dev.beckon.server.core.message.ServerEvent.MemberUpdated;
import dev.beckon.server.core.message.ServerEvent.PeerJoined;
import dev.beckon.server.core.message.ServerEvent.PeerLeft;
import dev.beckon.server.core.message.ServerEvent.RoomSnapshot;
import dev.beckon.server.core.message.Signal;
import dev.beckon.server.core.peer.Hello.ConflictPolicy;
import dev.beckon.server.core.peer.Member;
import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.Profile;
import dev.beckon.server.core.peer.RoomId;
import dev.beckon.server.core.peer.SessionId;
import dev.beckon.server.core.session.Turns;
import dev.beckon.server.testing.TestLimits;
import dev.beckon.server.testing.TestNode;
import dev.beckon.server.testing.TestPeer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class RoomsTest {

    @AutoClose
    private final TestNode node = new TestNode();

    private final TestPeer alice = node.connect("alice");
    private final TestPeer bob = node.connect("bob");

    @Test
    void newcomer_getsASnapshot_andTheOthersADelta() {
        alice.join("lobby");
        bob.join("lobby");

        RoomSnapshot snapshot = bob.only(RoomSnapshot.class).getFirst();
        PeerJoined joined = alice.only(PeerJoined.class).getFirst();
        assertThat(snapshot.version()).isEqualTo(2);
        assertThat(peers(snapshot)).containsExactly("alice", "bob");
        assertThat(joined.version()).isEqualTo(2);
        assertThat(joined.member().peer()).isEqualTo(bob.peer());
    }

    @Test
    void joiningAgain_givesAFreshSnapshot_andChangesNothing() {
        alice.join("lobby");
        bob.join("lobby");
        bob.join("lobby");

        assertThat(bob.only(RoomSnapshot.class))
                .extracting(RoomSnapshot::version)
                .containsExactly(2L, 2L);
        assertThat(alice.only(PeerJoined.class)).hasSize(1);
    }

    @Test
    void leaving_isToldToAll_theLeaverIncluded_andEndsTheMembership() {
        alice.join("lobby");
        bob.join("lobby");
        bob.leave("lobby");
        bob.leave("lobby");

        assertThat(alice.only(PeerLeft.class)).containsExactlyElementsOf(bob.only(PeerLeft.class));
        assertThat(alice.only(PeerLeft.class).getFirst().reason()).isEqualTo(LeaveReason.LEFT);
        assertThat(bob.refusals()).containsExactly(Refusal.Code.NOT_IN_ROOM);
    }

    @Test
    void sessionThatEnds_leavesItsRooms_andSaysWhy() {
        alice.join("lobby");
        bob.join("lobby");
        bob.lose(EndReason.GONE);

        PeerLeft left = alice.only(PeerLeft.class).getFirst();
        assertThat(left.version()).isEqualTo(3);
        assertThat(left.reason()).isEqualTo(LeaveReason.GONE);
    }

    @Test
    void replacedPeer_leavesBeforeItsSuccessorJoins() {
        alice.join("lobby");
        bob.join("lobby");
        TestPeer successor = TestPeer.connect(node, TestPeer.hello("bob", ConflictPolicy.REPLACE, null, null));
        successor.join("lobby");

        assertThat(alice.only(PeerLeft.class).getFirst().reason()).isEqualTo(LeaveReason.REPLACED);
        assertThat(alice.events)
                .filteredOn(event -> event instanceof PeerLeft || event instanceof PeerJoined)
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("PeerJoined", "PeerLeft", "PeerJoined");
    }

    @Test
    void update_isToldToAllRooms() {
        alice.join("lobby");
        bob.join("lobby");
        bob.join("stage");
        bob.send(0, new Command.UpdateMember("Bob", Map.of("hand", "up")));
        bob.send(0, new Command.UpdateMember(null, Map.of("hand", "")));

        assertThat(bob.only(MemberUpdated.class)).hasSize(4);
        List<MemberUpdated> seen = alice.only(MemberUpdated.class);
        assertThat(seen.getFirst().member().profile().attributes()).containsExactly(Map.entry("hand", "up"));
        assertThat(seen.getLast().member().profile().displayName()).isEqualTo("Bob");
        assertThat(seen.getLast().member().profile().attributes()).isEmpty();
    }

    @Test
    void memberLimit_isKept_andARoomWithPlaceAgainTakesTheNext() {
        try (TestNode tight = new TestNode(TestLimits.roomMembers(2))) {
            TestPeer first = tight.connect("a");
            TestPeer second = tight.connect("b");
            TestPeer third = tight.connect("c");
            List.of(first, second, third).forEach(peer -> peer.join("lobby"));

            assertThat(third.refusals()).containsExactly(Refusal.Code.ROOM_FULL);
            first.leave("lobby");
            third.join("lobby");
            assertThat(peers(third.only(RoomSnapshot.class).getFirst())).containsExactly("b", "c");
        }
    }

    @Test
    void roomLimitOfASession_isKept() {
        for (int i = 0; i <= Limits.DEFAULTS.rooms(); i++) {
            alice.join("room" + i);
        }

        assertThat(alice.only(RoomSnapshot.class)).hasSize(Limits.DEFAULTS.rooms());
        assertThat(alice.refusals()).containsExactly(Refusal.Code.TOO_MANY_ROOMS);
    }

    @Test
    void signalWithRoom_needsBothInIt() {
        alice.join("lobby");
        signalInLobby(bob, "alice");
        signalInLobby(alice, "bob");
        bob.join("lobby");
        signalInLobby(bob, "alice");

        assertThat(bob.refusals()).containsExactly(Refusal.Code.NOT_IN_ROOM);
        assertThat(alice.refusals()).containsExactly(Refusal.Code.NOT_IN_ROOM);
        assertThat(alice.texts()).containsExactly("in lobby");
    }

    @Test
    void memberThatLeavesBeforeItsJoinWasHandled_isNotLeftBehind() {
        Queue<Runnable> tasks = new ArrayDeque<>();
        LocalRooms rooms = new LocalRooms(Turns.on(tasks::add), fault -> {}, 2);
        RoomId lobby = new RoomId("lobby");
        Member first = new Member(new PeerId("a"), new SessionId("1"), new Profile("", Map.of()), false);
        Member second = new Member(new PeerId("b"), new SessionId("2"), new Profile("", Map.of()), false);
        rooms.join(lobby, first, 0, event -> {});
        runAll(tasks);

        rooms.leave(lobby, first, LeaveReason.GONE);
        rooms.join(lobby, second, 0, event -> {});
        rooms.leave(lobby, second, LeaveReason.GONE);
        runAll(tasks);

        assertThat(rooms.size()).isZero();
    }

    @Test
    void emptyRoom_isForgotten() {
        alice.join("lobby");
        alice.bye();
        bob.bye();

        node.assertNothingLeft();
    }

    private static void runAll(Queue<Runnable> tasks) {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    private static void signalInLobby(TestPeer from, String to) {
        from.send(
                0,
                new Command.SendSignal(new Signal(
                        new PeerId(to), null, new RoomId("lobby"), "", new TestPeer.Text("in lobby", false))));
    }

    private static List<String> peers(RoomSnapshot snapshot) {
        return snapshot.members().stream().map(Member::peer).map(PeerId::value).toList();
    }
}

package dev.beckon.server.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.server.core.message.Command;
import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.message.ServerEvent.Delivered;
import dev.beckon.server.core.message.ServerEvent.GoAway;
import dev.beckon.server.core.message.ServerEvent.LeaveReason;
import dev.beckon.server.core.message.ServerEvent.PeerLeft;
import dev.beckon.server.core.message.ServerEvent.RoomSnapshot;
import dev.beckon.server.core.message.Signal;
import dev.beckon.server.core.peer.Access;
import dev.beckon.server.core.peer.Grants;
import dev.beckon.server.core.peer.Hello.ConflictPolicy;
import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.RoomId;
import dev.beckon.server.core.peer.SessionId;
import dev.beckon.server.core.port.Page;
import dev.beckon.server.core.port.Rooms;
import dev.beckon.server.core.session.Administration.Delivery;
import dev.beckon.server.core.session.Administration.Disconnect;
import dev.beckon.server.core.session.Sessions.Attach;
import dev.beckon.server.testing.TestNode;
import dev.beckon.server.testing.TestPeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What operators and the app's backend see and do. */
class AdministrationTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final TestNode node = new TestNode();
    private final Administration admin = node.administration;

    @AfterEach
    void nothingIsLeft() {
        node.shutdown.endAll();
        node.scheduler.advance(MINUTE);
        node.assertNothingLeft();
    }

    @Test
    void peers_comeInPages_inTheOrderOfTheirIds() {
        List.of("carol", "alice", "bob", "bo", "dave").forEach(node::connect);

        assertThat(pages(
                        after -> admin.peers(new Page.Query("", after, 2)),
                        view -> view.registration().peer().value()))
                .containsExactly(List.of("alice", "bo"), List.of("bob", "carol"), List.of("dave"));
        assertThat(pages(
                        after -> admin.peers(new Page.Query("bo", after, 2)),
                        view -> view.registration().peer().value()))
                .containsExactly(List.of("bo", "bob"));
        assertThat(now(admin.peers(new Page.Query("bo", "", 2))).total()).isEqualTo(5);
    }

    @Test
    void peer_isShownWithItsRoomsAndItsMailbox_alsoWhileAway() {
        node.scheduler.advance(MINUTE);
        TestPeer alice = node.connectKeyed("alice");
        alice.send(1, new Command.JoinRoom(new RoomId("lobby")));
        alice.lose(EndReason.GONE);
        node.connect("bob").signal("alice", "hi");

        SessionView view = now(admin.peer(new PeerId("alice"))).orElseThrow();

        assertThat(view.registration().session()).isEqualTo(alice.id());
        assertThat(view.away()).isTrue();
        assertThat(view.rooms()).containsExactly(new RoomId("lobby"));
        assertThat(view.mailboxEvents()).isOne();
        assertThat(view.mailboxBytes()).isPositive();
        assertThat(view.since()).isEqualTo(node.scheduler.now());
        assertThat(now(admin.peer(new PeerId("nobody")))).isEmpty();
    }

    @Test
    void disconnect_endsTheSession_withWords_andTheOthersSeeIt() {
        TestPeer alice = node.connectKeyed("alice");
        TestPeer bob = node.connect("bob");
        bob.join("lobby");
        alice.send(1, new Command.JoinRoom(new RoomId("lobby")));

        assertThat(now(admin.disconnect(new PeerId("alice"), null, "Enough."))).isEqualTo(Disconnect.DONE);

        assertThat(alice.only(GoAway.class)).containsExactly(GoAway.now(EndReason.DISCONNECTED, "Enough."));
        assertThat(alice.closes).containsExactly(EndReason.DISCONNECTED);
        assertThat(bob.only(PeerLeft.class)).extracting(PeerLeft::reason).containsExactly(LeaveReason.DISCONNECTED);
        assertThat(outcome("alice", null)).isEqualTo(new Attach.Attached());
    }

    @Test
    void disconnect_alsoEndsASessionThatIsAway() {
        TestPeer alice = node.connectKeyed("alice");
        alice.lose(EndReason.GONE);

        assertThat(now(admin.disconnect(alice.peer(), null, ""))).isEqualTo(Disconnect.DONE);

        assertThat(node.peers.size()).isZero();
    }

    @Test
    void ban_keepsAPeerOut_alsoOneThatIsNotRegistered_andTheLaterOneCounts() {
        PeerId alice = new PeerId("alice");
        assertThat(now(admin.disconnect(alice, Duration.ofHours(1), ""))).isEqualTo(Disconnect.NOT_REGISTERED);
        assertThat(now(admin.disconnect(alice, MINUTE, ""))).isEqualTo(Disconnect.NOT_REGISTERED);

        assertThat(outcome("alice", null)).isEqualTo(new Attach.Banned(alice, MINUTE));
        node.scheduler.advance(MINUTE);
        assertThat(outcome("alice", null)).isEqualTo(new Attach.Attached());
    }

    @Test
    void signalOfTheBackend_isDelivered_andKeptForAPeerThatIsAway() {
        TestPeer alice = node.connect("alice");
        TestPeer bob = node.connectKeyed("bob");
        bob.lose(EndReason.GONE);

        Delivery toAlice = now(admin.send(signal("alice", null, "hi")));
        Delivery toBob = now(admin.send(signal("bob", bob.id(), "wake up")));

        assertThat(toAlice).isEqualTo(new Delivery.Taken(alice.id()));
        assertThat(toBob).isEqualTo(new Delivery.Taken(bob.id()));
        assertThat(alice.only(Delivered.class)).singleElement().satisfies(delivered -> {
            assertThat(delivered.envelope().from()).isEqualTo(Administration.BACKEND);
            assertThat(delivered.envelope().fromSession()).isEqualTo(Administration.BACKEND_SESSION);
        });
        TestPeer back = TestPeer.connect(node, bob.comeBack(0));
        assertThat(back.texts()).containsExactly("wake up");
    }

    @Test
    void signalOfTheBackend_thatReachesNobody_isRefused() {
        TestPeer alice = node.connect("alice");

        assertThat(refusal(signal("nobody", null, "hi"))).isEqualTo(Refusal.Code.PEER_NOT_REGISTERED);
        assertThat(refusal(signal("nobody", alice.id(), "hi"))).isEqualTo(Refusal.Code.PEER_NOT_REGISTERED);
        assertThat(refusal(signal("alice", new SessionId("older"), "hi")))
                .isEqualTo(Refusal.Code.PEER_SESSION_REPLACED);
        assertThat(alice.texts()).isEmpty();
    }

    @Test
    void signalOfTheBackend_thatWaitsWhenTheSessionEnds_isReportedToNobody() {
        TestPeer alice = node.connectKeyed("alice");
        alice.lose(EndReason.GONE);
        assertThat(now(admin.send(signal("alice", null, "hi")))).isInstanceOf(Delivery.Taken.class);

        node.scheduler.advance(Duration.ofMinutes(3));

        assertThat(node.events.ends).containsExactly(EndReason.EXPIRED);
    }

    @Test
    void closingARoom_removesEverybody_andTheNextJoinBeginsAnew() {
        TestPeer alice = node.connect("alice");
        TestPeer bob = node.connect("bob");
        alice.join("lobby");
        bob.join("lobby");

        assertThat(now(admin.closeRoom(new RoomId("lobby")))).isEqualTo(2);

        assertThat(alice.only(PeerLeft.class)).extracting(PeerLeft::peer).containsExactly(alice.peer());
        assertThat(bob.only(PeerLeft.class)).extracting(PeerLeft::peer).containsExactly(bob.peer());
        assertThat(bob.only(PeerLeft.class)).extracting(PeerLeft::reason).containsOnly(LeaveReason.ROOM_CLOSED);
        // One version for all, which follows the last that each has seen.
        assertThat(List.of(
                        alice.only(PeerLeft.class).getFirst().version(),
                        bob.only(PeerLeft.class).getFirst().version()))
                .containsOnly(3L);
        assertThat(now(admin.closeRoom(new RoomId("lobby")))).isZero();
        assertThat(now(admin.room(new RoomId("lobby")))).isEmpty();
        bob.leave("lobby");
        assertThat(bob.refusals()).containsExactly(Refusal.Code.NOT_IN_ROOM);
        bob.join("lobby");
        assertThat(bob.only(RoomSnapshot.class).getLast().version()).isOne();
    }

    @Test
    void rooms_areListedAndShown() {
        TestPeer alice = node.connect("alice");
        TestPeer bob = node.connect("bob");
        alice.join("b");
        bob.join("b");
        alice.join("a");
        alice.join("c");

        assertThat(pages(after -> admin.rooms(new Page.Query("", after, 2)), view -> view.room()
                        .value()))
                .containsExactly(List.of("a", "b"), List.of("c"));
        Rooms.View room = now(admin.room(new RoomId("b"))).orElseThrow();
        assertThat(room.version()).isEqualTo(2);
        assertThat(room.members()).extracting(member -> member.peer().value()).containsExactly("alice", "bob");
    }

    @Test
    void revokedAccess_endsTheSessionsThatRestOnIt_andNoOthers() {
        Access alices = access("alice", "t1");
        Access phones = access("alice", "t2");
        node.policy.tokens.put("alice's", alices);
        node.policy.tokens.put("phone's", phones);
        TestPeer alice = TestPeer.connect(node, TestPeer.hello("alice"), "alice's");
        TestPeer phone = TestPeer.connect(node, TestPeer.hello("alice/phone"), "phone's");

        node.policy.revoked.add(alices);
        assertThat(now(admin.endRevoked())).isOne();

        assertThat(alice.closes).containsExactly(EndReason.TOKEN_REVOKED);
        assertThat(phone.closes).isEmpty();
        assertThat(outcome("alice", "alice's")).isInstanceOf(Attach.TokenRefused.class);
        assertThat(now(admin.endRevoked())).isZero();
    }

    @Test
    void banThatComesWhileAPeerComesIn_endsItsSession() {
        // The ban comes when the older stream is closed, which is the first that a newer one does.
        TestPeer first = node.connectKeyed("alice");
        first.onClose = () -> node.bans.add(first.peer(), MINUTE);

        TestPeer again = TestPeer.connect(node, first.comeBack(0));

        assertThat(again.closes).containsExactly(EndReason.DISCONNECTED);
        assertThat(node.peers.size()).isZero();
    }

    @Test
    void revocationThatComesWhileAPeerComesIn_endsItsSession() {
        Access older = access("alice", "t1");
        Access newer = access("alice", "t2");
        node.policy.tokens.put("older", older);
        node.policy.tokens.put("newer", newer);
        TestPeer first = TestPeer.connect(node, TestPeer.hello("alice", ConflictPolicy.REJECT, "key", null), "older");
        first.onClose = () -> node.policy.revoked.add(newer);

        TestPeer again = TestPeer.connect(node, first.comeBack(0), "newer");

        assertThat(again.closes).containsExactly(EndReason.TOKEN_REVOKED);
        assertThat(node.peers.size()).isZero();
    }

    private Attach outcome(String peer, @Nullable String token) {
        return now(TestPeer.connect(node, TestPeer.hello(peer), token).outcome);
    }

    private Refusal.Code refusal(Signal signal) {
        return ((Delivery.Rejected) now(admin.send(signal))).refusal().code();
    }

    private static Signal signal(String to, @Nullable SessionId session, String text) {
        return new Signal(new PeerId(to), session, null, "", new TestPeer.Text(text, false));
    }

    private static Access access(String subject, String tokenId) {
        return new Access(subject, tokenId, null, null, Grants.ALL);
    }

    private static <T> T now(CompletionStage<T> stage) {
        return stage.toCompletableFuture().getNow(null);
    }

    private static <T> List<List<String>> pages(
            Function<String, CompletionStage<Page<T>>> list, Function<T, String> id) {
        List<List<String>> pages = new ArrayList<>();
        String after = "";
        do {
            Page<T> page = now(list.apply(after));
            pages.add(page.items().stream().map(id).toList());
            after = page.next();
        } while (!after.isEmpty());
        return pages;
    }
}

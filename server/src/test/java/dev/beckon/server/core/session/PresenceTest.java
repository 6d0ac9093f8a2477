package dev.beckon.server.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.server.core.message.Command;
import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.message.ServerEvent.Notice;
import dev.beckon.server.core.message.ServerEvent.PresenceChanged;
import dev.beckon.server.core.peer.Access;
import dev.beckon.server.core.peer.Grants;
import dev.beckon.server.core.peer.Hello.ConflictPolicy;
import dev.beckon.server.core.peer.IdPatterns;
import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.PeerPresence;
import dev.beckon.server.core.peer.PeerPresence.State;
import dev.beckon.server.testing.TestNode;
import dev.beckon.server.testing.TestPeer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class PresenceTest {

    @AutoClose
    private final TestNode node = new TestNode();

    private final TestPeer alice = node.connectKeyed("alice");

    @Test
    void watchedPeer_isShownAtOnce_andAtEveryChange() {
        watch(alice, "bob");
        TestPeer bob = node.connectKeyed("bob");
        bob.lose(EndReason.GONE);
        TestPeer back = TestPeer.connect(node, bob.comeBack(0));
        back.bye();

        assertThat(states(alice)).containsExactly(State.OFFLINE, State.LIVE, State.AWAY, State.LIVE, State.OFFLINE);
        assertThat(alice.only(PresenceChanged.class).get(1).presence().session())
                .isEqualTo(bob.id());
    }

    @Test
    void newerWatch_replacesTheOlder() {
        watch(alice, "bob");
        watch(alice, "carol");
        node.connect("bob");
        node.connect("carol");

        assertThat(alice.only(PresenceChanged.class).stream()
                        .map(event -> event.presence().peer().value()
                                + event.presence().state()))
                .containsExactly("bobOFFLINE", "carolOFFLINE", "carolLIVE");
    }

    @Test
    void whoComesBack_isShownTheWatchedPeersAgain() {
        watch(alice, "bob");
        alice.lose(EndReason.GONE);
        node.connect("bob");

        TestPeer back = TestPeer.connect(node, alice.comeBack(0));

        assertThat(states(back)).containsExactly(State.LIVE);
    }

    @Test
    void underPressure_onlyTheLatestCounts() {
        watch(alice, "bob", "carol");
        alice.capacity = 3;
        node.connect("carol");
        TestPeer bob = node.connectKeyed("bob");
        bob.lose(EndReason.GONE);
        bob.end(EndReason.EXPIRED);
        TestPeer again = node.connectKeyed("bob");
        again.lose(EndReason.GONE);

        alice.drain(100);

        assertThat(alice.only(PresenceChanged.class).stream()
                        .skip(2)
                        .map(event -> event.presence().peer().value()
                                + event.presence().state())
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("carolLIVE", "bobAWAY");
    }

    @Test
    void watcherThatEnds_leavesNothingBehind() {
        watch(alice, "bob");
        alice.bye();

        node.assertNothingLeft();
    }

    @Test
    void whoMayNotWatch_isToldSo_andKeepsWhatItWatched() {
        TestPeer carol = watcher("carol", List.of("bob"), List.of("bob"));
        watch(carol, "bob");
        watch(carol, "bob", "alice");
        watcher("bob", List.of(), List.of());

        assertThat(carol.refusals()).containsExactly(Refusal.Code.PERMISSION_DENIED);
        assertThat(carol.only(Notice.class).getFirst().refusal().peer()).isEqualTo(alice.peer());
        assertThat(carol.only(Notice.class).getFirst().refusal().message()).contains("watch", "'alice'");
        assertThat(states(carol)).containsExactly(State.OFFLINE, State.LIVE);
    }

    @Test
    void whoMayWatchButNotSignal_isToldNoSessionId_alsoNotWhenItComesBack() {
        TestPeer carol = watcher("carol", List.of("*"), List.of());
        watch(carol, "alice");
        carol.lose(EndReason.GONE);
        TestPeer back = TestPeer.connect(node, carol.comeBack(0), "carol's");

        assertThat(states(carol)).containsExactly(State.LIVE);
        assertThat(states(back)).containsExactly(State.LIVE);
        assertThat(List.of(shown(carol), shown(back)))
                .allSatisfy(presence -> assertThat(presence.session()).isNull());
    }

    @Test
    void aTokenThatGrantsLess_endsWhatItDoesNotGrant_andSaysSo() {
        TestPeer carol = watcher("carol", List.of("*"), List.of("*"));
        watch(carol, "alice", "bob");
        node.policy.tokens.put("less", access(List.of("bob"), List.of("*")));
        carol.send(0, new Command.RefreshToken("less"));
        alice.bye();
        watcher("bob", List.of(), List.of());

        assertThat(carol.only(Notice.class)).singleElement().satisfies(notice -> {
            assertThat(notice.refusal().code()).isEqualTo(Refusal.Code.PERMISSION_DENIED);
            assertThat(notice.refusal().peer()).isEqualTo(alice.peer());
        });
        assertThat(shown(carol).peer().value()).isEqualTo("bob");
        assertThat(states(carol)).hasSize(3);
    }

    private TestPeer watcher(String id, List<String> watch, List<String> signalTo) {
        node.policy.tokens.put(id + "'s", access(watch, signalTo));
        return TestPeer.connect(node, TestPeer.hello(id, ConflictPolicy.REJECT, id, null), id + "'s");
    }

    private static Access access(List<String> watch, List<String> signalTo) {
        Grants grants = new Grants(
                IdPatterns.ANY, IdPatterns.ANY, new IdPatterns(signalTo), new IdPatterns(watch), true, false, false);
        return new Access("carol", "", null, null, grants);
    }

    private static PeerPresence shown(TestPeer watcher) {
        return watcher.only(PresenceChanged.class).getLast().presence();
    }

    private static void watch(TestPeer watcher, String... peers) {
        Set<PeerId> ids = Arrays.stream(peers).map(PeerId::new).collect(Collectors.toSet());
        watcher.send(0, new Command.WatchPresence(ids));
    }

    private static List<State> states(TestPeer watcher) {
        return watcher.only(PresenceChanged.class).stream()
                .map(event -> event.presence().state())
                .toList();
    }
}

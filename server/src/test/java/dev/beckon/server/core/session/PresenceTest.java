package dev.beckon.server.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.server.core.message.Command;
import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.message.ServerEvent.PresenceChanged;
import dev.beckon.server.core.peer.PeerId;
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

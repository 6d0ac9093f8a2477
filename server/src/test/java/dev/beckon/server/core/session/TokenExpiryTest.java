package dev.beckon.server.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.server.core.message.Command;
import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.message.Refusal.Code;
import dev.beckon.server.core.message.ServerEvent.Notice;
import dev.beckon.server.core.message.ServerEvent.Welcome;
import dev.beckon.server.core.peer.Access;
import dev.beckon.server.core.peer.Grants;
import dev.beckon.server.core.peer.Hello;
import dev.beckon.server.core.peer.Hello.ConflictPolicy;
import dev.beckon.server.core.port.TokenVerifier.Problem;
import dev.beckon.server.testing.TestNode;
import dev.beckon.server.testing.TestPeer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The end of an access token in the life of a session. Times are seconds of a scheduler that begins at 0; the grace is 30 s. */
class TokenExpiryTest {

    @AutoClose
    private final TestNode node = new TestNode();

    @BeforeEach
    void tokens() {
        node.policy.tokens.put("until 100", until(100));
        node.policy.tokens.put("until 1000", until(1000));
        node.policy.tokens.put("until 5", until(5));
    }

    @Test
    void warnings_areRepeated_everMoreRarely_untilTheGraceIsOver() {
        TestPeer alice = TestPeer.connect(node, TestPeer.hello("alice"), "until 100");

        assertThat(warnedAt(alice, 140)).containsExactly(80, 85, 95, 115);
        assertThat(alice.closes).containsExactly(EndReason.TOKEN_EXPIRED);
        assertThat(node.scheduler.pending()).isZero();
    }

    @Test
    void aNewerToken_endsTheWarnings() {
        TestPeer alice = TestPeer.connect(node, TestPeer.hello("alice"), "until 100");
        advance(129);
        alice.send(0, new Command.RefreshToken("until 1000"));

        assertThat(warnedAt(alice, 300)).isEmpty();
        assertThat(alice.closes).isEmpty();
    }

    @Test
    void aTokenThatLivesShorterThanTheGrace_isWarnedOf_andHasItsGrace() {
        TestPeer alice = TestPeer.connect(node, TestPeer.hello("alice"), "until 5");

        assertThat(warnedAt(alice, 40)).containsExactly(4, 9, 19);
        assertThat(alice.closes).containsExactly(EndReason.TOKEN_EXPIRED);
    }

    @Test
    void whoIsAway_isNotWarned_butWhenItComesBack() {
        TestPeer alice = TestPeer.connect(node, keyed(), "until 100");
        alice.lose(EndReason.GONE);
        advance(90);
        TestPeer back = TestPeer.connect(node, alice.comeBack(0), "until 100");

        assertThat(back.refusals()).isEmpty();
        assertThat(warnedAt(back, 40)).startsWith(98);
    }

    @Test
    void aTokenThatIsOverWhenItIsShown_isWarnedOfAfterTheWelcome_andHasTheWholeGrace() {
        node.scheduler.setClock(Duration.ofMinutes(2));
        TestPeer alice = TestPeer.connect(node, TestPeer.hello("alice"), "until 100");
        advance(29);

        assertThat(alice.events.getFirst()).isInstanceOf(Welcome.class);
        assertThat(alice.refusals()).contains(Code.TOKEN_EXPIRING);
        assertThat(alice.closes).isEmpty();
        advance(1);
        assertThat(alice.closes).containsExactly(EndReason.TOKEN_EXPIRED);
    }

    @Test
    void aClockThatIsSetForward_isNoticed_andLeavesTheWholeGrace() {
        TestPeer alice = TestPeer.connect(node, TestPeer.hello("alice"), "until 1000");
        advance(10);
        node.scheduler.setClock(Duration.ofHours(1));
        advance(15);

        assertThat(alice.refusals()).contains(Code.TOKEN_EXPIRING);
        assertThat(alice.closes).isEmpty();
        advance(30);
        assertThat(alice.closes).containsExactly(EndReason.TOKEN_EXPIRED);
    }

    @Test
    void aClockThatIsWrongForSeconds_endsNoSession() {
        TestPeer alice = TestPeer.connect(node, TestPeer.hello("alice"), "until 1000");
        advance(10);
        node.scheduler.setClock(Duration.ofHours(1));
        advance(25);
        node.scheduler.setClock(Duration.ofHours(-1));
        int warnings = alice.only(Notice.class).size();

        assertThat(warnedAt(alice, 900)).isEmpty();
        assertThat(alice.only(Notice.class)).hasSize(warnings);
        assertThat(alice.closes).isEmpty();
    }

    @Test
    void aClockThatIsSetBack_letsTheTokenLiveAsLongAsTheClockSays() {
        TestPeer alice = TestPeer.connect(node, TestPeer.hello("alice"), "until 100");
        advance(10);
        node.scheduler.setClock(Duration.ofSeconds(-200));

        assertThat(warnedAt(alice, 265)).isEmpty();
        assertThat(warnedAt(alice, 5)).containsExactly(280);
    }

    @Test
    void refresh_whileTheKeysAreAway_isToldToComeAgain_andMayBeRepeated() {
        TestPeer alice = TestPeer.connect(node, keyed(), "until 100");
        node.policy.problems.put("until 1000", Problem.KEYS_UNAVAILABLE);
        alice.send(1, new Command.RefreshToken("until 1000"));

        assertThat(alice.only(Notice.class)).singleElement().satisfies(notice -> {
            assertThat(notice.clientSeqs()).containsExactly(1L);
            assertThat(notice.refusal().code()).isEqualTo(Code.UNAVAILABLE);
            assertThat(notice.refusal().retryAfter()).isEqualTo(Duration.ofSeconds(5));
        });

        node.policy.problems.clear();
        alice.send(2, new Command.RefreshToken("until 1000"));
        for (int i = 0; i < 30; i++) {
            assertThat(warnedAt(alice, 10)).isEmpty();
            alice.send(0, new Command.KeepAlive());
        }
        assertThat(alice.closes).isEmpty();
    }

    @Test
    void refresh_byAKeyThatIsNotKnown_asksForAnotherToken_andSaysWhen() {
        TestPeer alice = TestPeer.connect(node, keyed(), "until 100");
        node.policy.problems.put("until 1000", Problem.KEY_UNKNOWN);
        alice.send(1, new Command.RefreshToken("until 1000"));

        assertThat(alice.only(Notice.class)).singleElement().satisfies(notice -> {
            assertThat(notice.refusal().code()).isEqualTo(Code.PERMISSION_DENIED);
            assertThat(notice.refusal().retryAfter()).isEqualTo(Duration.ofSeconds(5));
        });
    }

    private void advance(int seconds) {
        node.scheduler.advance(Duration.ofSeconds(seconds));
    }

    /** Lets seconds pass, and tells at which of them the peer was warned, by the monotonic clock. */
    private List<Integer> warnedAt(TestPeer peer, int seconds) {
        List<Integer> at = new ArrayList<>();
        for (int i = 0; i < seconds; i++) {
            long before = warnings(peer);
            advance(1);
            if (warnings(peer) > before) {
                at.add((int) Duration.ofNanos(node.scheduler.nanoTime()).toSeconds());
            }
        }
        return at;
    }

    private static long warnings(TestPeer peer) {
        return peer.refusals().stream().filter(Code.TOKEN_EXPIRING::equals).count();
    }

    private static Hello keyed() {
        return TestPeer.hello("alice", ConflictPolicy.REJECT, "key of alice", null);
    }

    private static Access until(int second) {
        return new Access("alice", "", null, Instant.EPOCH.plusSeconds(second), Grants.ALL);
    }
}

package dev.beckon.server.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.server.core.message.Command;
import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.message.ServerEvent.LeaveReason;
import dev.beckon.server.core.message.ServerEvent.Notice;
import dev.beckon.server.core.message.ServerEvent.PeerLeft;
import dev.beckon.server.core.peer.Access;
import dev.beckon.server.core.peer.Grants;
import dev.beckon.server.core.peer.Hello.ConflictPolicy;
import dev.beckon.server.core.peer.IdPatterns;
import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.port.TokenVerifier.Problem;
import dev.beckon.server.core.port.TokenVerifier.Verdict;
import dev.beckon.server.core.session.Sessions.Attach;
import dev.beckon.server.testing.TestNode;
import dev.beckon.server.testing.TestPeer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may come in, how often, and what they may do. */
class AccessTest {

    @AutoClose
    private final TestNode node = new TestNode();

    @BeforeEach
    void tokens() {
        node.policy.tokens.put("alice's", access("alice", null));
        node.policy.tokens.put("short", access("alice", Instant.EPOCH.plusSeconds(100)));
        node.policy.tokens.put("longer", access("alice", Instant.EPOCH.plusSeconds(1000)));
        node.policy.tokens.put("bob's", access("bob", null));
    }

    @Test
    void tokenIsAskedFor_andMustGrantThePeerId() {
        assertThat(outcome("alice", null)).isInstanceOf(Attach.TokenRefused.class);
        assertThat(outcome("alice", "forged"))
                .isEqualTo(new Attach.TokenRefused(new Verdict.Refused(Problem.INVALID, "not known")));
        assertThat(outcome("carol", "alice's")).isEqualTo(new Attach.PeerIdNotGranted(new PeerId("carol")));
        assertThat(outcome("alice", "alice's")).isEqualTo(new Attach.Attached());
        assertThat(outcome("alice/phone", "alice's")).isEqualTo(new Attach.Attached());
    }

    @Test
    void comingBack_needsATokenOfTheSameSubject() {
        TestPeer alice = TestPeer.connect(node, keyed("alice"), "alice's");
        node.policy.tokens.put("bob's", access("bob", null, new IdPatterns(List.of("*"))));

        TestPeer thief = TestPeer.connect(node, alice.comeBack(0), "bob's");
        TestPeer back = TestPeer.connect(node, alice.comeBack(0), "longer");

        assertThat(thief.outcome.toCompletableFuture())
                .isCompletedWithValue(new Attach.PeerIdTaken(new PeerId("alice"), null));
        assertThat(back.id()).isEqualTo(alice.id());
    }

    @Test
    void replace_needsTheSameSubject() {
        TestPeer alice = TestPeer.connect(node, TestPeer.hello("alice"), "alice's");
        node.policy.tokens.put("bob's", access("bob", null, new IdPatterns(List.of("*"))));

        TestPeer.connect(node, TestPeer.hello("alice", ConflictPolicy.REPLACE, null, null), "bob's");

        assertThat(alice.closes).isEmpty();
    }

    @Test
    void tokenThatExpires_isWarnedOf_andEndsTheSessionAfterTheGrace() {
        TestPeer alice = TestPeer.connect(node, TestPeer.hello("alice"), "short");
        TestPeer bob = TestPeer.connect(node, TestPeer.hello("bob"), "bob's");
        alice.join("lobby");
        bob.join("lobby");
        node.scheduler.advance(Duration.ofSeconds(79));
        assertThat(alice.refusals()).isEmpty();
        node.scheduler.advance(Duration.ofSeconds(1));
        assertThat(alice.refusals()).containsExactly(Refusal.Code.TOKEN_EXPIRING);
        node.scheduler.advance(Duration.ofSeconds(49));
        assertThat(alice.closes).isEmpty();
        node.scheduler.advance(Duration.ofSeconds(1));

        assertThat(alice.closes).containsExactly(EndReason.TOKEN_EXPIRED);
        assertThat(bob.only(PeerLeft.class)).extracting(PeerLeft::reason).containsExactly(LeaveReason.TOKEN_EXPIRED);
        assertThat(node.scheduler.pending()).isZero();
    }

    @Test
    void refresh_keepsTheSession_andWithAWrongTokenChangesNothing() {
        TestPeer alice = TestPeer.connect(node, TestPeer.hello("alice"), "short");
        alice.send(0, new Command.RefreshToken("forged"));
        alice.send(0, new Command.RefreshToken("bob's"));
        alice.send(0, new Command.RefreshToken("longer"));
        node.scheduler.advance(Duration.ofMinutes(15));

        assertThat(alice.refusals()).containsExactly(Refusal.Code.PERMISSION_DENIED, Refusal.Code.PERMISSION_DENIED);
        assertThat(alice.closes).isEmpty();
    }

    @Test
    void grants_areKept() {
        Grants narrow = new Grants(
                IdPatterns.ANY,
                new IdPatterns(List.of("team-*")),
                new IdPatterns(List.of("bob")),
                new IdPatterns(List.of("bob")),
                true,
                false,
                false);
        node.policy.tokens.put("narrow", new Access("alice", "", null, null, narrow));
        TestPeer alice = TestPeer.connect(node, TestPeer.hello("alice"), "narrow");
        TestPeer bob = TestPeer.connect(node, TestPeer.hello("bob"), "bob's");
        alice.join("team-1");
        alice.join("board");
        alice.signal("bob", "hi");
        alice.signal("carol", "hi");

        assertThat(alice.only(Notice.class))
                .extracting(notice -> notice.refusal().code())
                .containsExactly(Refusal.Code.PERMISSION_DENIED, Refusal.Code.PERMISSION_DENIED);
        assertThat(bob.texts()).containsExactly("hi");
        assertThat(node.rooms.size()).isOne();
    }

    @Test
    void sessionsOfASubject_areCounted_andGivenBack() {
        node.policy.sessionsPerSubject = 1;
        TestPeer alice = TestPeer.connect(node, TestPeer.hello("alice"), "alice's");

        assertThat(outcome("alice/phone", "alice's")).isEqualTo(new Attach.TooManySessions("alice"));
        TestPeer again = TestPeer.connect(node, TestPeer.hello("alice", ConflictPolicy.REPLACE, null, null), "alice's");
        assertThat(alice.closes).containsExactly(EndReason.REPLACED);
        again.bye();

        assertThat(outcome("alice/phone", "alice's")).isEqualTo(new Attach.Attached());
    }

    @Test
    void whoCannotHaveASessionMore_leavesNoneBehindWithoutItsPeerId() {
        node.policy.tokens.put("bob's", access("bob", null, new IdPatterns(List.of("*"))));
        node.policy.sessionsPerSubject = 1;
        TestPeer alice = TestPeer.connect(node, keyed("alice"), "alice's");
        TestPeer.connect(node, TestPeer.hello("bob"), "bob's");

        TestPeer.connect(node, TestPeer.hello("alice", ConflictPolicy.REJECT, null, "key of alice"), "bob's");

        assertThat(alice.closes).containsExactly(EndReason.REPLACED);
    }

    @Test
    void bannedPeer_isKeptOut_untilTheBanIsOver() {
        node.bans.add(new PeerId("alice"), Duration.ofMinutes(1));
        assertThat(outcome("alice", "alice's"))
                .isEqualTo(new Attach.Banned(new PeerId("alice"), Duration.ofMinutes(1)));
        node.scheduler.advance(Duration.ofMinutes(1));

        assertThat(outcome("alice", "alice's")).isEqualTo(new Attach.Attached());
    }

    @Test
    void tooManyFrames_areRefused_andToldWhenToComeAgain() {
        TestPeer alice = TestPeer.connect(node, TestPeer.hello("alice"), "alice's");
        node.policy.frames = () -> Duration.ofMillis(250).toNanos();
        alice.signal("bob", "hi");
        alice.send(0, new Command.KeepAlive());

        assertThat(alice.only(Notice.class)).singleElement().satisfies(notice -> {
            assertThat(notice.refusal().code()).isEqualTo(Refusal.Code.RATE_LIMITED);
            assertThat(notice.refusal().retryAfter()).isEqualTo(Duration.ofMillis(250));
        });
    }

    private Attach outcome(String peer, @Nullable String token) {
        return TestPeer.connect(node, TestPeer.hello(peer), token)
                .outcome
                .toCompletableFuture()
                .join();
    }

    private static dev.beckon.server.core.peer.Hello keyed(String peer) {
        return TestPeer.hello(peer, ConflictPolicy.REJECT, "key of " + peer, null);
    }

    private static Access access(String subject, @Nullable Instant expiresAt) {
        return access(subject, expiresAt, new IdPatterns(List.of(subject, subject + "/*")));
    }

    private static Access access(String subject, @Nullable Instant expiresAt, IdPatterns peerIds) {
        return new Access(
                subject,
                "",
                null,
                expiresAt,
                new Grants(peerIds, IdPatterns.ANY, IdPatterns.ANY, IdPatterns.ANY, true, false, false));
    }
}

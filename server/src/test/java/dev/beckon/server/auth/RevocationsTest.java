package dev.beckon.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.server.core.peer.Access;
import dev.beckon.server.core.peer.Grants;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RevocationsTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    private Instant now = START;
    private final Revocations revocations = new Revocations(() -> now);

    @Test
    void aSubject_losesWhatWasIssuedBefore() {
        revocations.revokeSubject("alice", START, HOUR);

        assertThat(revocations.isRevoked(access("alice", "", START.minusSeconds(1))))
                .isTrue();
        assertThat(revocations.isRevoked(access("alice", "", null))).isTrue();
        assertThat(revocations.isRevoked(access("alice", "", START))).isFalse();
        assertThat(revocations.isRevoked(access("bob", "", START.minusSeconds(1))))
                .isFalse();
    }

    @Test
    void aTokenId_isOneToken_ofWhateverSubject() {
        revocations.revokeToken("t1", HOUR);

        assertThat(revocations.isRevoked(access("alice", "t1", START.plusSeconds(9))))
                .isTrue();
        assertThat(revocations.isRevoked(access("alice", "", null))).isFalse();
        assertThat(revocations.isRevoked(access("t1", "t2", null))).isFalse();
    }

    @Test
    void whenItsTimeIsOver_itIsForgotten() {
        revocations.revokeToken("t1", HOUR);
        now = START.plus(HOUR).minusMillis(1);
        assertThat(revocations.isRevoked(access("alice", "t1", null))).isTrue();

        now = START.plus(HOUR);

        assertThat(revocations.isRevoked(access("alice", "t1", null))).isFalse();
    }

    @Test
    void saidTwice_theStricterCounts() {
        revocations.revokeSubject("alice", START, HOUR);
        revocations.revokeSubject("alice", START.minusSeconds(60), HOUR.multipliedBy(2));
        revocations.revokeSubject("alice", START.minusSeconds(60), Duration.ofSeconds(1));
        now = START.plus(HOUR).plusSeconds(1);

        assertThat(revocations.isRevoked(access("alice", "", START.minusSeconds(1))))
                .isTrue();
    }

    @Test
    void whenFull_nothingOldIsForgotten_untilItIsOver() {
        for (int i = 0; i < Revocations.MAX; i++) {
            assertThat(revocations.revokeToken("t" + i, HOUR)).isTrue();
        }
        assertThat(revocations.revokeSubject("alice", START, HOUR)).isFalse();
        assertThat(revocations.revokeToken("t0", HOUR)).isTrue();
        assertThat(revocations.isRevoked(access("alice", "t0", null))).isTrue();
        assertThat(revocations.isRevoked(access("alice", "", null))).isFalse();

        now = START.plus(HOUR);

        assertThat(revocations.revokeSubject("alice", START, HOUR)).isTrue();
        assertThat(revocations.isRevoked(access("alice", "", null))).isTrue();
    }

    private static Access access(String subject, String tokenId, @Nullable Instant issuedAt) {
        return new Access(subject, tokenId, issuedAt, null, Grants.ALL);
    }
}

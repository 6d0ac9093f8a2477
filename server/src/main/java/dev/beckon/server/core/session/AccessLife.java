package dev.beckon.server.core.session;

import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.message.ServerEvent.Notice;
import dev.beckon.server.core.peer.Access;
import dev.beckon.server.core.peer.Registration;
import dev.beckon.server.core.port.Scheduler;
import dev.beckon.server.core.port.TokenVerifier;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The access of a session, and its expiry. The client is warned repeatedly before its token expires until it refreshes
 * the token. The session ends when the grace period after the expiry is over, but not before the client has had that
 * much time since the first warning: a token may also expire because the clock was set or the machine slept. Owned by:
 * session executor.
 */
final class AccessLife {

    /** Warnings begin when a fifth of the token's remaining life is left, at most this long before its expiry. */
    private static final Duration LONGEST_LEAD = Duration.ofSeconds(60);

    /** Time between the first two warnings; it doubles with each warning. */
    private static final Duration FIRST_GAP = Duration.ofSeconds(5);

    private static final Duration LONGEST_GAP = Duration.ofSeconds(30);

    /** Timers do not follow the wall clock, which tokens expire by, so it is checked at least this often. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);

    private final Scheduler scheduler;
    private final TokenVerifier tokens;
    private final Duration grace;
    private final Consumer<Notice> warn;
    private final Runnable expire;
    private final OwnedTimer timer;

    // for the token
    private Access access;
    private Duration lead = Duration.ZERO;
    private @Nullable Warnings warnings;

    /** The warnings about one expiry, on the monotonic clock. */
    private static final class Warnings {
        final long sinceNanos;
        long nextNanos;
        Duration gap = FIRST_GAP;

        Warnings(long nowNanos) {
            this.sinceNanos = nowNanos;
            this.nextNanos = nowNanos;
        }
    }

    /**
     * @param warn warns the client that its token expires
     * @param expire ends the session
     */
    AccessLife(Node node, SerialExecutor executor, Access access, Consumer<Notice> warn, Runnable expire) {
        this.scheduler = node.scheduler();
        this.tokens = node.policy().tokens();
        this.timer = new OwnedTimer(node.scheduler(), executor);
        this.grace = node.policy().tokenGrace();
        this.access = access;
        this.warn = warn;
        this.expire = expire;
    }

    Access access() {
        return access;
    }

    /** Adopts a newer access if it is of the same subject and grants the peer id; returns the reason otherwise. */
    Optional<Refusal> refresh(Access newer, Registration registration) {
        if (!newer.subject().equals(registration.subject())) {
            return Optional.of(Refusal.tokenRefused("The token belongs to another subject. Use one of your own."));
        }
        if (!newer.grants().peerIds().contain(registration.peer().value())) {
            return Optional.of(
                    Refusal.tokenRefused("The token does not grant your peer id. Ask the app for one that does."));
        }
        if (tokens.isRevoked(newer)) {
            // Checked after the verification: a revocation meanwhile saw only the older token of this session.
            return Optional.of(Refusal.tokenRefused("The token was revoked. Ask the app for a new one."));
        }
        renew(newer);
        return Optional.empty();
    }

    /** Adopts this access. */
    void renew(Access newer) {
        stop();
        access = newer;
        warnings = null;
        Instant expiresAt = newer.expiresAt();
        if (expiresAt != null) {
            Duration fifth = left(expiresAt).dividedBy(5);
            lead = fifth.compareTo(LONGEST_LEAD) < 0 ? fifth : LONGEST_LEAD;
            // Not within the present attach: the welcome must come first.
            lookAgain(Duration.ZERO, expiresAt);
        }
    }

    void stop() {
        timer.stop();
    }

    private void look(Instant expiresAt) {
        Duration left = left(expiresAt);
        if (left.compareTo(lead) > 0) {
            warnings = null;
            lookAgain(left.minus(lead), expiresAt);
            return;
        }
        long now = scheduler.nanoTime();
        Warnings told = warnings == null ? new Warnings(now) : warnings;
        warnings = told;
        Duration sinceFirst = Duration.ofNanos(now - told.sinceNanos);
        Duration untilEnd = longer(left.plus(grace), grace.minus(sinceFirst));
        boolean isDue = now - told.nextNanos >= 0;
        if (isDue) {
            told.nextNanos = now + told.gap.toNanos();
            told.gap = shorter(told.gap.multipliedBy(2), LONGEST_GAP);
        }
        if (untilEnd.isPositive()) {
            lookAgain(shorter(untilEnd, Duration.ofNanos(told.nextNanos - now)), expiresAt);
        }
        if (isDue) {
            warn.accept(new Notice(List.of(), Refusal.tokenExpiring(expiresAt), ""));
        }
        if (!untilEnd.isPositive()) {
            expire.run();
        }
    }

    private void lookAgain(Duration delay, Instant expiresAt) {
        timer.start(shorter(delay, LONGEST_WAIT), () -> look(expiresAt));
    }

    private Duration left(Instant expiresAt) {
        return Duration.between(scheduler.now(), expiresAt);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}

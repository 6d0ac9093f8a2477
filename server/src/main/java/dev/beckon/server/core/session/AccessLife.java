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

/**
 * The access under which a session lives, and its end: the client is warned before its token expires, and has a grace after
 * it. Owned by: session executor.
 */
final class AccessLife {

    /** The client is warned when a fifth of the token's remaining life is left, at most this long before its expiry. */
    private static final Duration LONGEST_LEAD = Duration.ofSeconds(60);

    private final Scheduler scheduler;
    private final TokenVerifier tokens;
    private final Duration grace;
    private final Consumer<Notice> warn;
    private final Runnable expire;
    private Access access;
    private final OwnedTimer timer;

    /**
     * @param warn tells the client that its token expires
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

    /** Goes on with a newer access, if it is of the same subject and grants the peer id; tells why not. */
    Optional<Refusal> refresh(Access newer, Registration registration) {
        if (!newer.subject().equals(registration.subject())) {
            return Optional.of(Refusal.tokenRefused("The token is of another subject. Show one of your own."));
        }
        if (!newer.grants().peerIds().contain(registration.peer().value())) {
            return Optional.of(
                    Refusal.tokenRefused("The token does not grant your peer id. Ask the app for one that does."));
        }
        if (tokens.isRevoked(newer)) {
            // After it was verified: whoever revoked it looked at this session's older one.
            return Optional.of(Refusal.tokenRefused("The token was revoked. Ask the app for a new one."));
        }
        renew(newer);
        return Optional.empty();
    }

    /** Goes on with this access. */
    void renew(Access newer) {
        stop();
        access = newer;
        Instant expiresAt = newer.expiresAt();
        if (expiresAt == null) {
            return;
        }
        Duration life = Duration.between(scheduler.now(), expiresAt);
        Duration lead = life.dividedBy(5).compareTo(LONGEST_LEAD) < 0 ? life.dividedBy(5) : LONGEST_LEAD;
        schedule(life.minus(lead), () -> {
            schedule(lead.plus(grace), expire);
            warn.accept(new Notice(List.of(), Refusal.tokenExpiring(expiresAt), ""));
        });
    }

    void stop() {
        timer.stop();
    }

    private void schedule(Duration delay, Runnable then) {
        timer.start(delay.isNegative() ? Duration.ZERO : delay, then);
    }
}

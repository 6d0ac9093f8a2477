package dev.beckon.server.testing;

import dev.beckon.server.core.peer.Access;
import dev.beckon.server.core.peer.Hello.ConflictPolicy;
import dev.beckon.server.core.port.FanOutLimiter;
import dev.beckon.server.core.port.FrameLimiter;
import dev.beckon.server.core.port.SubjectQuota;
import dev.beckon.server.core.port.TokenVerifier;
import dev.beckon.server.core.session.Node;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Who may do what: everything, until a test says otherwise. */
public final class TestPolicy implements TokenVerifier, SubjectQuota {

    public static final Duration GRACE = Duration.ofSeconds(30);

    /** What tokens are worth; one that is not here is invalid. Without any, no token is asked for. */
    public final Map<String, Access> tokens = new HashMap<>();

    /** Those behind tokens that were revoked. */
    public final Set<Access> revoked = new HashSet<>();

    public final Map<String, Integer> sessions = new HashMap<>();
    /** What is wrong with tokens for now. */
    public final Map<String, Problem> problems = new HashMap<>();

    public int sessionsPerSubject = Integer.MAX_VALUE;
    public FrameLimiter frames = () -> 0;

    /** Makes the limiters of sessions that begin from now on. */
    public Function<String, FanOutLimiter> fanOut = subject -> UNLIMITED;

    private static final FanOutLimiter UNLIMITED = new FanOutLimiter() {
        @Override
        public long waitNanos() {
            return 0;
        }

        @Override
        public void charge(long events) {}
    };

    Node.Policy policy() {
        return new Node.Policy(
                ConflictPolicy.REPLACE,
                this,
                GRACE,
                () -> () -> frames.takeOrWaitNanos(),
                subject -> fanOut.apply(subject),
                this);
    }

    @Override
    public CompletionStage<Verdict> verify(@Nullable String token) {
        return CompletableFuture.completedFuture(worth(token));
    }

    @Override
    public boolean isRevoked(Access access) {
        return revoked.contains(access);
    }

    @Override
    public boolean tryTake(String subject) {
        if (sessions.getOrDefault(subject, 0) >= sessionsPerSubject) {
            return false;
        }
        take(subject);
        return true;
    }

    @Override
    public void take(String subject) {
        sessions.merge(subject, 1, Integer::sum);
    }

    @Override
    public void release(String subject) {
        sessions.computeIfPresent(subject, (key, count) -> count == 1 ? null : count - 1);
    }

    private Verdict worth(@Nullable String token) {
        if (tokens.isEmpty()) {
            return new Verdict.Valid(Access.OPEN);
        }
        if (token == null) {
            return new Verdict.Refused(Problem.MISSING, "no token");
        }
        Problem problem = problems.get(token);
        if (problem != null) {
            return new Verdict.Refused(problem, "for now", Duration.ofSeconds(5));
        }
        Access access = tokens.get(token);
        if (access == null) {
            return new Verdict.Refused(Problem.INVALID, "not known");
        }
        return isRevoked(access) ? new Verdict.Refused(Problem.REVOKED, "revoked") : new Verdict.Valid(access);
    }
}

package dev.beckon.server.auth;

import dev.beckon.server.core.peer.Access;
import dev.beckon.server.core.peer.Grants;
import dev.beckon.server.core.peer.IdPatterns;
import dev.beckon.server.core.port.TokenVerifier.Problem;
import dev.beckon.server.core.port.TokenVerifier.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks the claims of a token whose signature is valid. The claims are listed in docs/access.md. */
final class JwtClaims {

    static final String PEER_IDS = "peer_ids";
    static final String ROOMS = "rooms";
    static final String SIGNAL_TO = "signal_to";
    static final String WATCH = "watch";
    static final String PUBLISH = "publish";
    static final String MODERATE = "moderate";
    static final String ADMIN = "admin";

    /** Upper bound of the delay a client is asked for: a wrong clock may be corrected at any time. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    /** A new token helps. If it has expired too, a clock is wrong, and waiting may help. */
    private static final Duration RETRY_EXPIRED = Duration.ofSeconds(1);

    private final JwtRules rules;

    JwtClaims(JwtRules rules) {
        this.rules = rules;
    }

    Verdict judge(Map<String, Object> claims, Instant now) {
        ClaimReader reader = new ClaimReader(claims);
        Access access = access(reader);
        Instant notBefore = reader.time("nbf");
        String issuer = reader.text("iss");
        List<String> audiences = reader.texts("aud");
        if (reader.problem() != null) {
            return invalid(reader.problem());
        }
        if (access.subject().isEmpty()) {
            return invalid("it has no claim 'sub'");
        }
        if (access.subject().endsWith("*") && claims.get(PEER_IDS) == null) {
            // As a pattern it would match other subjects' ids.
            return invalid("its 'sub' ends with '*', so it needs a claim '" + PEER_IDS + "'");
        }
        if (rules.issuer() != null && !rules.issuer().equals(issuer)) {
            return invalid("its 'iss' is not the issuer accepted here");
        }
        if (!rules.audiences().isEmpty() && audiences.stream().noneMatch(rules.audiences()::contains)) {
            return invalid("its 'aud' does not name this service");
        }
        return judgeTimes(access, notBefore, now);
    }

    private Verdict judgeTimes(Access access, @Nullable Instant notBefore, Instant now) {
        Instant begin = latest(notBefore, access.issuedAt());
        Duration wait = begin == null ? Duration.ZERO : Duration.between(now.plus(rules.leeway()), begin);
        if (wait.isPositive()) {
            return new Verdict.Refused(
                    Problem.NOT_YET_VALID,
                    "The access token is valid from " + begin + " on ('nbf', 'iat'), and here it is " + now
                            + ". Try again later. If it should be valid now, a clock is wrong.",
                    wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT);
        }
        Instant expiresAt = access.expiresAt();
        if (expiresAt != null && !now.minus(rules.leeway()).isBefore(expiresAt)) {
            return new Verdict.Refused(
                    Problem.EXPIRED,
                    "The access token expired at " + expiresAt + ", and here it is " + now + ". Use a new one.",
                    RETRY_EXPIRED);
        }
        return new Verdict.Valid(access);
    }

    private static @Nullable Instant latest(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isAfter(other) ? one : other;
    }

    static Verdict invalid(String why) {
        return new Verdict.Refused(Problem.INVALID, "The access token is not accepted: " + why + ".");
    }

    private static Access access(ClaimReader reader) {
        String subject = reader.text("sub");
        IdPatterns signalTo = reader.patterns(SIGNAL_TO, IdPatterns.ANY);
        Grants grants = new Grants(
                reader.patterns(PEER_IDS, new IdPatterns(List.of(subject, subject + "/*"))),
                reader.patterns(ROOMS, IdPatterns.ANY),
                signalTo,
                reader.patterns(WATCH, signalTo),
                reader.flag(PUBLISH, true),
                reader.flag(MODERATE, false),
                reader.flag(ADMIN, false));
        return new Access(subject, reader.text("jti"), reader.time("iat"), reader.time("exp"), grants);
    }
}

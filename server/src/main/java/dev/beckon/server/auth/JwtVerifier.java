package dev.beckon.server.auth;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.SignedJWT;
import dev.beckon.server.core.peer.Access;
import dev.beckon.server.core.port.TokenVerifier;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Checks JSON Web Tokens (RFC 7519) signed by HS256, RS256, ES256 or EdDSA. Callable from any thread; computes for at most
 * a fraction of a millisecond on it, and never waits. Where a key is not known here yet, the stage completes later, on the
 * thread of {@link RemoteKeys}.
 */
public final class JwtVerifier implements TokenVerifier {

    /** Longest token that is looked at. */
    public static final int MAX_CHARACTERS = 16 * 1024;

    private final List<VerificationKey> keys;
    private final @Nullable RemoteKeys remote;
    private final JwtClaims claims;
    private final Revocations revocations;
    private final InstantSource clock;

    /**
     * @param keys those that stand in the settings
     * @param remote those of a key server; null for none
     */
    public JwtVerifier(
            List<VerificationKey> keys,
            @Nullable RemoteKeys remote,
            JwtRules rules,
            Revocations revocations,
            InstantSource clock) {
        this.keys = List.copyOf(keys);
        this.remote = remote;
        this.claims = new JwtClaims(rules);
        this.revocations = revocations;
        this.clock = clock;
    }

    @Override
    public CompletionStage<Verdict> verify(@Nullable String token) {
        if (token == null || token.isBlank()) {
            return done(new Verdict.Refused(
                    Problem.MISSING,
                    "This server asks for an access token: metadata 'authorization: Bearer <token>' is expected."));
        }
        SignedJWT jwt = token.length() > MAX_CHARACTERS ? null : parse(token);
        if (jwt == null) {
            return done(JwtClaims.invalid("it is no signed JWT of at most " + MAX_CHARACTERS + " characters"));
        }
        if (jwt.getHeader().getCriticalParams() != null) {
            return done(JwtClaims.invalid("its header has extensions that must be understood ('crit')"));
        }
        if (anyHasSigned(keys, jwt)) {
            return done(judge(jwt));
        }
        return remote == null ? done(unknownKey(jwt)) : verifyByRemoteKeys(jwt, remote);
    }

    @Override
    public boolean isRevoked(Access access) {
        return revocations.isRevoked(access);
    }

    private CompletionStage<Verdict> verifyByRemoteKeys(SignedJWT jwt, RemoteKeys remote) {
        List<VerificationKey> known = remote.current();
        if (anyHasSigned(known, jwt)) {
            return done(judge(jwt));
        }
        JWSHeader header = jwt.getHeader();
        if (header.getKeyID() != null && known.stream().anyMatch(key -> key.fits(header))) {
            // This very key did not sign it, and asking for keys again would not change that.
            return done(unknownKey(jwt));
        }
        return remote.refreshed().thenApply(fresh -> anyHasSigned(fresh, jwt) ? judge(jwt) : unknownKey(jwt));
    }

    private Verdict judge(SignedJWT jwt) {
        Map<String, Object> content = jwt.getPayload().toJSONObject();
        if (content == null) {
            return JwtClaims.invalid("its claims are no JSON object");
        }
        Verdict verdict = claims.judge(content, clock.instant());
        if (verdict instanceof Verdict.Valid valid && revocations.isRevoked(valid.access())) {
            return new Verdict.Refused(Problem.REVOKED, "The access token has been revoked. Come back with a new one.");
        }
        return verdict;
    }

    private static @Nullable SignedJWT parse(String token) {
        try {
            return SignedJWT.parse(token);
        } catch (ParseException | IllegalArgumentException malformed) {
            return null;
        }
    }

    private static boolean anyHasSigned(List<VerificationKey> keys, SignedJWT jwt) {
        for (VerificationKey key : keys) {
            if (key.fits(jwt.getHeader()) && key.hasSigned(jwt)) {
                return true;
            }
        }
        return false;
    }

    private static Verdict unknownKey(SignedJWT jwt) {
        return JwtClaims.invalid("no key of this server has signed it (alg "
                + (isOneOfOurs(jwt) ? jwt.getHeader().getAlgorithm() : "is none of HS256, RS256, ES256, EdDSA") + ")");
    }

    private static boolean isOneOfOurs(SignedJWT jwt) {
        return Keys.ALGORITHMS.contains(jwt.getHeader().getAlgorithm());
    }

    private static CompletionStage<Verdict> done(Verdict verdict) {
        return CompletableFuture.completedFuture(verdict);
    }
}

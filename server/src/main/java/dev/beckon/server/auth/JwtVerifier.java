package dev.beckon.server.auth;

import com.nimbusds.jwt.SignedJWT;
import dev.beckon.server.core.peer.Access;
import dev.beckon.server.core.port.TokenVerifier;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Verifies JSON Web Tokens (RFC 7519) signed with HS256, RS256, ES256 or EdDSA. Callable from any thread: computes for
 * at most a fraction of a millisecond and never blocks. If the signing key is not known yet, the stage completes later,
 * on a thread of {@link RemoteKeys}.
 */
public final class JwtVerifier implements TokenVerifier {

    /** Longer tokens are refused unparsed. */
    public static final int MAX_CHARACTERS = 16 * 1024;

    private static final Duration RETRY_OTHER_TOKEN = Duration.ofSeconds(1);
    private static final Duration RETRY_SAME_TOKEN = Duration.ofSeconds(2);

    private static final Verdict KEYS_UNAVAILABLE = new Verdict.Refused(
            Problem.KEYS_UNAVAILABLE,
            "The keys that verify access tokens cannot be fetched now. Try again with the same token.",
            RETRY_SAME_TOKEN);

    private final LocalKeys keys;
    private final @Nullable RemoteKeys remote;
    private final JwtClaims claims;
    private final Revocations revocations;
    private final InstantSource clock;

    /**
     * @param keys the keys from settings and files
     * @param remote the keys of a key server; null for none
     */
    public JwtVerifier(
            LocalKeys keys, @Nullable RemoteKeys remote, JwtRules rules, Revocations revocations, InstantSource clock) {
        this.keys = keys;
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
                    "This server requires an access token: send the metadata 'authorization: Bearer <token>'."));
        }
        SignedJWT jwt = token.length() > MAX_CHARACTERS ? null : parse(token);
        if (jwt == null) {
            return done(JwtClaims.invalid("it is no signed JWT of at most " + MAX_CHARACTERS + " characters"));
        }
        if (jwt.getHeader().getCriticalParams() != null) {
            return done(JwtClaims.invalid("its header has extensions that must be understood ('crit')"));
        }
        if (anyHasSigned(keys.current(), jwt)) {
            return done(judge(jwt));
        }
        return remote == null ? done(signedByNone(jwt)) : verifyByRemoteKeys(jwt, remote);
    }

    @Override
    public boolean isRevoked(Access access) {
        return revocations.isRevoked(access);
    }

    private CompletionStage<Verdict> verifyByRemoteKeys(SignedJWT jwt, RemoteKeys remote) {
        if (anyHasSigned(remote.current(), jwt)) {
            return done(judge(jwt));
        }
        if (!isOneOfOurs(jwt)) {
            return done(signedByNone(jwt));
        }
        // Even if a key with this name is known: the key server may have replaced it.
        return remote.refreshed().thenApply(isFresh -> {
            if (anyHasSigned(remote.current(), jwt)) {
                return judge(jwt);
            }
            return isFresh ? keyUnknown() : KEYS_UNAVAILABLE;
        });
    }

    private Verdict judge(SignedJWT jwt) {
        Map<String, Object> content = jwt.getPayload().toJSONObject();
        if (content == null) {
            return JwtClaims.invalid("its claims are no JSON object");
        }
        Verdict verdict = claims.judge(content, clock.instant());
        if (verdict instanceof Verdict.Valid valid && revocations.isRevoked(valid.access())) {
            return new Verdict.Refused(Problem.REVOKED, "The access token has been revoked. Use a new one.");
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

    /**
     * No key from settings or files has signed the token. If its key id is unknown, it may be signed by a newer key.
     */
    private Verdict signedByNone(SignedJWT jwt) {
        String keyId = jwt.getHeader().getKeyID();
        List<VerificationKey> known = keys.current();
        boolean isOfAnother = keyId != null
                && isOneOfOurs(jwt)
                && known.stream().allMatch(key -> key.keyId() != null && !keyId.equals(key.keyId()));
        return isOfAnother ? keyUnknown() : notSigned(jwt);
    }

    private static Verdict keyUnknown() {
        return new Verdict.Refused(
                Problem.KEY_UNKNOWN,
                "The access token is signed by a key that this server does not know: not yet, or no longer. Use"
                        + " another one.",
                RETRY_OTHER_TOKEN);
    }

    private static Verdict notSigned(SignedJWT jwt) {
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

package dev.beckon.server.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses keys that verify tokens. Each key is restricted to the algorithms of its type. */
public final class Keys {

    /** All supported values of {@code alg}. */
    static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.HS256, JWSAlgorithm.RS256, JWSAlgorithm.ES256, JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519);

    /** RFC 7518, section 3.2: an HS256 secret has at least as many bits as the hash. */
    static final int MIN_SECRET_BYTES = 32;

    /** RFC 7518, section 3.3. */
    private static final int MIN_RSA_BITS = 2048;

    /** A token without {@code kid} is checked against every key that fits, which must stay cheap. */
    private static final int MAX_KEYS = 32;

    private static final String NO_SET = "no JWK set (expected: {\"keys\":[...]}, RFC 7517)";

    private Keys() {}

    /** Parses HS256 secrets, one per line, so that an old and a new one can coexist. Empty lines are ignored. */
    public static List<VerificationKey> ofSecrets(String text) throws KeyException {
        List<VerificationKey> keys = new ArrayList<>();
        for (String line : secretLines(text)) {
            keys.add(ofSecret(line.getBytes(StandardCharsets.UTF_8)));
        }
        if (keys.isEmpty() || keys.size() > MAX_KEYS) {
            throw new KeyException(keys.size() + " secrets (expected: 1-" + MAX_KEYS + ", each on a line)");
        }
        return keys;
    }

    /** Returns the non-empty lines. */
    public static List<String> secretLines(String text) {
        return text.lines().filter(line -> !line.isEmpty()).toList();
    }

    /** Creates an HS256 key. */
    public static VerificationKey ofSecret(byte[] secret) throws KeyException {
        return ofSecret(secret, null);
    }

    private static VerificationKey ofSecret(byte[] secret, @Nullable String keyId) throws KeyException {
        if (secret.length < MIN_SECRET_BYTES) {
            throw new KeyException(
                    "a secret of " + secret.length + " bytes (expected: at least " + MIN_SECRET_BYTES + ")");
        }
        try {
            return new VerificationKey(keyId, Set.of(JWSAlgorithm.HS256), new MACVerifier(secret));
        } catch (JOSEException unusable) {
            throw new KeyException("a secret that cannot be used", unusable);
        }
    }

    /** Parses the public keys in a PEM text (RFC 7468): RSA for RS256, P-256 for ES256, Ed25519 for EdDSA. */
    public static List<VerificationKey> ofPem(String text) throws KeyException {
        List<VerificationKey> keys = new ArrayList<>();
        for (PublicKey key : Pem.publicKeys(text)) {
            keys.add(ofPublicKey(key, null));
        }
        return keys;
    }

    /**
     * Parses the keys of a JWK set (RFC 7517) that can verify signatures of the four algorithms, including HS256
     * secrets. Skips keys of other kinds.
     *
     * @throws KeyException if the text is not a JWK set, a key is broken, or no key remains
     */
    public static List<VerificationKey> ofJwks(String json) throws KeyException {
        JWKSet set;
        try {
            set = JWKSet.parse(json);
        } catch (ParseException | RuntimeException malformed) {
            // A null key causes a NullPointerException. The cause is dropped: its message may contain a secret.
            throw new KeyException(NO_SET);
        }
        List<VerificationKey> keys = new ArrayList<>();
        for (JWK jwk : set.getKeys()) {
            VerificationKey key = ofJwk(jwk, true);
            if (key != null) {
                keys.add(key);
            }
        }
        requireSome(keys.size());
        return keys;
    }

    /**
     * Parses a downloaded JWK set and keeps the usable public keys. Skips broken ones.
     *
     * @throws KeyException if the text is not a JWK set, or no key remains
     */
    static JWKSet parseFetched(String json) throws KeyException {
        List<JWK> usable = new ArrayList<>();
        try {
            List<Object> keys = JSONObjectUtils.getJSONArray(JSONObjectUtils.parse(json), "keys");
            for (Object key : keys) {
                JWK jwk = parseOrNull(key);
                if (jwk != null && fetchedOrNull(jwk) != null) {
                    usable.add(jwk);
                }
            }
        } catch (ParseException | RuntimeException malformed) {
            throw new KeyException(NO_SET);
        }
        requireSome(usable.size());
        return new JWKSet(usable);
    }

    /** Returns the keys of a set returned by {@link #parseFetched}. */
    static List<VerificationKey> usable(JWKSet fetched) {
        return fetched.getKeys().stream()
                .map(Keys::fetchedOrNull)
                .filter(Objects::nonNull)
                .toList();
    }

    @SuppressWarnings("unchecked") // JSON object names are strings
    private static @Nullable JWK parseOrNull(Object key) {
        try {
            return key instanceof Map<?, ?> ? JWK.parse((Map<String, Object>) key) : null;
        } catch (ParseException | RuntimeException broken) {
            return null;
        }
    }

    private static @Nullable VerificationKey fetchedOrNull(JWK jwk) {
        try {
            return ofJwk(jwk, false);
        } catch (KeyException unusable) {
            return null;
        }
    }

    private static void requireSome(int usableKeys) throws KeyException {
        if (usableKeys == 0 || usableKeys > MAX_KEYS) {
            throw new KeyException("a JWK set with " + usableKeys + " usable keys (expected: 1-" + MAX_KEYS
                    + " for HS256, RS256, ES256 or EdDSA)");
        }
    }

    private static boolean isForSignatures(JWK jwk) {
        Set<KeyOperation> operations = jwk.getKeyOperations();
        return (jwk.getKeyUse() == null || jwk.getKeyUse().equals(KeyUse.SIGNATURE))
                && (operations == null || operations.contains(KeyOperation.VERIFY));
    }

    private static boolean isAmong(JWK jwk, Set<JWSAlgorithm> algorithms) {
        return algorithms.stream().anyMatch(algorithm -> algorithm.equals(jwk.getAlgorithm()));
    }

    /** Returns null if the key has another purpose. */
    private static @Nullable VerificationKey ofJwk(JWK jwk, boolean secretsToo) throws KeyException {
        VerificationKey key = isForSignatures(jwk) ? ofJwkOfAnyUse(jwk, secretsToo) : null;
        return key == null || jwk.getAlgorithm() == null || isAmong(jwk, key.algorithms()) ? key : null;
    }

    private static @Nullable VerificationKey ofJwkOfAnyUse(JWK jwk, boolean secretsToo) throws KeyException {
        String keyId = jwk.getKeyID();
        try {
            if (jwk instanceof OctetSequenceKey secret) {
                return secretsToo ? ofSecret(secret.toByteArray(), keyId) : null;
            }
            if (jwk instanceof RSAKey rsa) {
                return ofPublicKey(rsa.toRSAPublicKey(), keyId);
            }
            if (jwk instanceof ECKey ec) {
                return ec.getCurve().equals(Curve.P_256) ? ofPublicKey(ec.toECPublicKey(), keyId) : null;
            }
            if (jwk instanceof OctetKeyPair pair && pair.getCurve().equals(Curve.Ed25519)) {
                return ofPublicKey(Ed25519.publicKey(pair.getDecodedX()), keyId);
            }
            return null;
        } catch (JOSEException | GeneralSecurityException unusable) {
            throw new KeyException("a key that cannot be used: " + named(keyId), unusable);
        }
    }

    private static VerificationKey ofPublicKey(PublicKey key, @Nullable String keyId) throws KeyException {
        try {
            return switch (key) {
                case RSAPublicKey rsa ->
                    new VerificationKey(keyId, Set.of(JWSAlgorithm.RS256), rsaVerifier(rsa, keyId));
                case ECPublicKey ec
                when Curve.P_256.equals(Curve.forECParameterSpec(ec.getParams())) ->
                    new VerificationKey(keyId, Set.of(JWSAlgorithm.ES256), new ECDSAVerifier(ec));
                case EdECPublicKey ed
                when ed.getParams().getName().equals(Ed25519.NAME) ->
                    new VerificationKey(keyId, Ed25519.ALGORITHMS, new Ed25519.Verifier(ed));
                default ->
                    throw new KeyException(
                            "a key of another kind: " + named(keyId) + " (expected: RSA, P-256 or Ed25519)");
            };
        } catch (JOSEException unusable) {
            throw new KeyException("a key that cannot be used: " + named(keyId), unusable);
        }
    }

    private static JWSVerifier rsaVerifier(RSAPublicKey key, @Nullable String keyId) throws KeyException {
        int bits = key.getModulus().bitLength();
        if (bits < MIN_RSA_BITS) {
            throw new KeyException(
                    "an RSA key of " + bits + " bits: " + named(keyId) + " (expected: at least " + MIN_RSA_BITS + ")");
        }
        return new RSASSAVerifier(key);
    }

    private static String named(@Nullable String keyId) {
        return keyId == null ? "it has no kid" : "kid '" + keyId + "'";
    }
}

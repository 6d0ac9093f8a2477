package dev.beckon.server.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jwt.SignedJWT;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key that verifies tokens. It fixes its own algorithms, so that a token cannot choose another one, for instance
 * HS256 with a public key as the secret (RFC 8725, section 2.1).
 *
 * @param keyId the {@code kid}; null for a key that fits tokens with any {@code kid}
 * @param algorithms accepted values of {@code alg}
 */
public record VerificationKey(@Nullable String keyId, Set<JWSAlgorithm> algorithms, JWSVerifier verifier) {

    public VerificationKey {
        algorithms = Set.copyOf(algorithms);
    }

    boolean fits(JWSHeader header) {
        return algorithms.contains(header.getAlgorithm())
                && (keyId == null || header.getKeyID() == null || keyId.equals(header.getKeyID()));
    }

    boolean hasSigned(SignedJWT token) {
        try {
            return verifier.verify(token.getHeader(), token.getSigningInput(), token.getSignature());
        } catch (JOSEException cannotBeOfThisKey) {
            return false;
        }
    }

    @Override
    public String toString() {
        return algorithms + (keyId == null ? "" : " " + keyId);
    }
}

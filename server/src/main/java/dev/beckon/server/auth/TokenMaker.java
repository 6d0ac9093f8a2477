package dev.beckon.server.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Signs access tokens for trials and tests. An app's backend does the same in its own language. */
public final class TokenMaker {

    private final JWSAlgorithm algorithm;
    private final JWSSigner signer;

    private TokenMaker(JWSAlgorithm algorithm, JWSSigner signer) {
        this.algorithm = algorithm;
        this.signer = signer;
    }

    /** Creates a signer for HS256. */
    public static TokenMaker ofSecret(byte[] secret) throws KeyException {
        if (secret.length < Keys.MIN_SECRET_BYTES) {
            throw new KeyException(
                    "a secret of " + secret.length + " bytes (expected: at least " + Keys.MIN_SECRET_BYTES + ")");
        }
        try {
            return new TokenMaker(JWSAlgorithm.HS256, new MACSigner(secret));
        } catch (JOSEException unusable) {
            throw new KeyException("a secret that cannot be used", unusable);
        }
    }

    /** Creates a signer for RS256, ES256 or EdDSA, depending on the private key (PKCS #8, PEM). */
    public static TokenMaker ofPem(String text) throws KeyException {
        PrivateKey key = Pem.privateKey(text);
        try {
            return switch (key) {
                case RSAPrivateKey rsa -> new TokenMaker(JWSAlgorithm.RS256, new RSASSASigner(rsa));
                case ECPrivateKey ec -> new TokenMaker(JWSAlgorithm.ES256, new ECDSASigner(ec));
                case EdECPrivateKey ed -> new TokenMaker(JWSAlgorithm.EdDSA, new Ed25519.Signer(ed));
                default -> throw new KeyException("a key of another kind (expected: RSA, P-256 or Ed25519)");
            };
        } catch (JOSEException unusable) {
            throw new KeyException("a key that cannot sign (expected: RSA, P-256 or Ed25519)", unusable);
        }
    }

    /**
     * Signs a token.
     *
     * @param keyId the {@code kid}; null for none
     */
    public String make(@Nullable String keyId, Map<String, Object> claims) throws KeyException {
        JWTClaimsSet.Builder builder = new JWTClaimsSet.Builder();
        claims.forEach(builder::claim);
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(algorithm)
                        .type(JOSEObjectType.JWT)
                        .keyID(keyId)
                        .build(),
                builder.build());
        try {
            token.sign(signer);
        } catch (JOSEException unusable) {
            throw new KeyException(
                    "a key that cannot sign (expected: RSA of 2048 bits or more, P-256 or Ed25519)", unusable);
        }
        return token.serialize();
    }
}

package dev.beckon.server.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.impl.BaseJWSProvider;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Set;

/**
 * Ed25519 signatures (RFC 8037) with the JDK's own implementation. Nimbus would need a second cryptographic library.
 */
final class Ed25519 {

    /** The names of RFC 8037 ("EdDSA") and RFC 9864 ("Ed25519"). */
    static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519);

    static final String NAME = "Ed25519";
    private static final int KEY_BYTES = 32;

    /** The bytes before the key in its SubjectPublicKeyInfo (RFC 8410, section 4). */
    private static final byte[] KEY_INFO = HexFormat.of().parseHex("302a300506032b6570032100");

    private Ed25519() {}

    /** @param x the 32 bytes of the key, little-endian (RFC 8032) */
    static PublicKey publicKey(byte[] x) throws GeneralSecurityException {
        if (x.length != KEY_BYTES) {
            throw new GeneralSecurityException(x.length + " bytes (expected: " + KEY_BYTES + ")");
        }
        byte[] info = new byte[KEY_INFO.length + KEY_BYTES];
        System.arraycopy(KEY_INFO, 0, info, 0, KEY_INFO.length);
        System.arraycopy(x, 0, info, KEY_INFO.length, KEY_BYTES);
        return KeyFactory.getInstance(NAME).generatePublic(new X509EncodedKeySpec(info));
    }

    /** Verifies signatures. Thread-safe. */
    static final class Verifier extends BaseJWSProvider implements JWSVerifier {

        private final PublicKey key;

        Verifier(PublicKey key) {
            super(ALGORITHMS);
            this.key = key;
        }

        @Override
        public boolean verify(JWSHeader header, byte[] signingInput, Base64URL signature) throws JOSEException {
            try {
                Signature ed25519 = Signature.getInstance(NAME);
                ed25519.initVerify(key);
                ed25519.update(signingInput);
                return ed25519.verify(signature.decode());
            } catch (GeneralSecurityException malformed) {
                throw new JOSEException("The signature cannot be checked", malformed);
            }
        }
    }

    /** Creates signatures. Thread-safe. */
    static final class Signer extends BaseJWSProvider implements JWSSigner {

        private final PrivateKey key;

        Signer(PrivateKey key) {
            super(ALGORITHMS);
            this.key = key;
        }

        @Override
        public Base64URL sign(JWSHeader header, byte[] signingInput) throws JOSEException {
            try {
                Signature ed25519 = Signature.getInstance(NAME);
                ed25519.initSign(key);
                ed25519.update(signingInput);
                return Base64URL.encode(ed25519.sign());
            } catch (GeneralSecurityException unusable) {
                throw new JOSEException("The key cannot sign", unusable);
            }
        }
    }
}

package dev.beckon.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {

    private static final String SECRET_KEY =
            "{\"kty\":\"oct\",\"kid\":\"s\",\"k\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}";

    /** The example of RFC 8037, appendix A.2. */
    private static final String ED25519_KEY =
            "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"e\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}";

    @Test
    void aPemText_mayHoldSeveralKeys() throws Exception {
        String text = KeyPairs.publicPem(KeyPairs.rsa())
                + "a comment\n"
                + KeyPairs.publicPem(KeyPairs.p256())
                + KeyPairs.publicPem(KeyPairs.ed25519());

        assertThat(Keys.ofPem(text))
                .extracting(Object::toString)
                .satisfiesExactly(
                        rsa -> assertThat(rsa).contains("RS256"),
                        ec -> assertThat(ec).contains("ES256"),
                        ed -> assertThat(ed).contains("EdDSA"));
    }

    @Test
    void whatCannotBeUsed_isToldInWords() throws Exception {
        assertRefused(KeyPairs.privatePem(KeyPairs.ed25519()), "a private key (expected: the public key");
        assertRefused("hush", "no PEM text");
        assertRefused("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "'BEGIN CERTIFICATE'");
        assertRefused("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "unknown kind");
        KeyPairGenerator weak = KeyPairGenerator.getInstance("RSA");
        weak.initialize(1024);
        assertRefused(KeyPairs.publicPem(weak.generateKeyPair()), "1024 bits");
        KeyPair p384 = new ECKeyGenerator(Curve.P_384).generate().toKeyPair();
        assertRefused(KeyPairs.publicPem(p384), "another kind");
        assertThatExceptionOfType(KeyException.class)
                .isThrownBy(() -> Keys.ofSecret("hush".getBytes(UTF_8)))
                .withMessageContaining("4 bytes")
                .withMessageNotContaining("hush");
    }

    @Test
    void ofAJwkSet_whatFitsIsTaken() throws Exception {
        ECKey p384 = new ECKeyGenerator(Curve.P_384).keyID("p384").generate();
        String encryption = new RSAKeyGenerator(2048)
                .keyID("enc")
                .keyUse(com.nimbusds.jose.jwk.KeyUse.ENCRYPTION)
                .generate()
                .toPublicJWK()
                .toJSONString();
        String other = ED25519_KEY.replace("\"kid\":\"e\"", "\"kid\":\"o\",\"alg\":\"RS256\"");
        String unknown = "{\"kty\":\"PQ\",\"kid\":\"u\"}";

        String set = set(ED25519_KEY, p384.toPublicJWK().toJSONString(), encryption, other, unknown);

        assertThat(Keys.ofJwks(set)).extracting(VerificationKey::keyId).containsExactly("e");
        assertThat(Keys.usable(Keys.parseFetched(set)))
                .extracting(VerificationKey::keyId)
                .containsExactly("e");
    }

    @Test
    void secrets_areTakenFromAFileOnly() throws Exception {
        assertThat(Keys.ofJwks(set(SECRET_KEY, ED25519_KEY))).hasSize(2);
        assertThat(Keys.usable(Keys.parseFetched(set(SECRET_KEY, ED25519_KEY)))).hasSize(1);
    }

    @Test
    void aBrokenKey_spoilsAFileThatAnOperatorCanMend_butNotTheKeysThatOthersPublish() throws Exception {
        KeyPairGenerator weak = KeyPairGenerator.getInstance("RSA");
        weak.initialize(1024);
        String weakKey = new com.nimbusds.jose.jwk.RSAKey.Builder((java.security.interfaces.RSAPublicKey)
                        weak.generateKeyPair().getPublic())
                .build()
                .toJSONString();
        for (String broken : List.of("{\"kty\":\"RSA\"}", "null", "7", weakKey)) {
            String set = set(broken, ED25519_KEY);

            assertThatExceptionOfType(KeyException.class).isThrownBy(() -> Keys.ofJwks(set));
            assertThat(Keys.usable(Keys.parseFetched(set)))
                    .extracting(VerificationKey::keyId)
                    .containsExactly("e");
        }
    }

    @Test
    void secretsInAText_standOnALineEach() throws Exception {
        String one = "the old secret, which has more than 32 bytes";
        String two = "the new secret, which has more than 32 bytes";

        assertThat(Keys.ofSecrets(one)).hasSize(1);
        assertThat(Keys.ofSecrets(two + "\r\n\n" + one + "\n")).hasSize(2);
        for (String useless : List.of("", "\n", one + "\nhush")) {
            assertThatExceptionOfType(KeyException.class)
                    .isThrownBy(() -> Keys.ofSecrets(useless))
                    .withMessageContaining("expected")
                    .withMessageNotContaining("hush");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "hush", "{}", "{\"keys\":[]}", "{\"keys\":\"hush\"}", "{\"keys\":[{\"kty\":\"RSA\"}]}", "[]"
            })
    void whatIsNoUsableJwkSet_isToldInWords(String json) {
        assertThatExceptionOfType(KeyException.class)
                .isThrownBy(() -> Keys.ofJwks(json))
                .withMessageContaining("expected")
                .withMessageNotContaining("hush");
        assertThatExceptionOfType(KeyException.class)
                .isThrownBy(() -> Keys.parseFetched(json))
                .withMessageContaining("expected")
                .withMessageNotContaining("hush");
    }

    @Test
    void aPrivateKeyThatIsNone_isToldInWords() {
        for (String pem : List.of("-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----", "x")) {
            assertThatExceptionOfType(KeyException.class)
                    .isThrownBy(() -> TokenMaker.ofPem(pem))
                    .withMessageContaining("expected");
        }
    }

    private static void assertRefused(String pem, String message) {
        assertThatExceptionOfType(KeyException.class)
                .isThrownBy(() -> Keys.ofPem(pem))
                .withMessageContaining(message)
                .withMessageContaining("expected")
                .withMessageNotContaining("hush");
    }

    private static String set(String... keys) {
        return "{\"keys\":[" + String.join(",", keys) + "]}";
    }
}

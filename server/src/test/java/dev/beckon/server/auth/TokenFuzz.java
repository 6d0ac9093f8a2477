package dev.beckon.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.beckon.server.core.port.TokenVerifier.Verdict;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeAll;

/**
 * Access tokens: made up, and made of fuzzed headers and claims that are signed by keys of the server and by others, with
 * the cryptography of the JDK itself. Each gets a verdict at once, and none is good that no key of the server has signed
 * by the algorithm that the key is for.
 */
class TokenFuzz {

    private static final byte[] SECRET = "the secret of this server, 32 bytes".getBytes(UTF_8);
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final int LONGEST = 400;

    private static final List<String> ALGORITHMS =
            List.of("HS256", "ES256", "EdDSA", "Ed25519", "RS256", "none", "HS512", "PS256", "ES256K", "hs256");
    private static final List<String> CLAIMS = List.of(
            "{\"sub\":\"alice\"}",
            "{\"sub\":\"alice\",\"exp\":1e999}",
            "{\"sub\":\"alice\",\"exp\":253402300800}",
            "{\"sub\":\"alice\",\"nbf\":-1,\"iat\":1.5}",
            "{\"sub\":\"alice\",\"peer_ids\":[\"*\",{}]}",
            "{\"sub\":null}",
            "[]",
            "{\"sub\":\"alice\",\"sub\":\"bob\"}");

    /** What signs: the keys of the server, then others of the same kinds. */
    private static final List<Signer> OURS = new ArrayList<>();

    private static final List<Signer> OTHERS = new ArrayList<>();
    private static JwtVerifier verifier;

    private interface Signer {
        byte[] sign(byte[] input) throws GeneralSecurityException;
    }

    @BeforeAll
    static void makeKeys() throws Exception {
        KeyPair p256 = KeyPairs.p256();
        KeyPair ed25519 = KeyPairs.ed25519();
        List<VerificationKey> keys = new ArrayList<>();
        keys.add(Keys.ofSecret(SECRET));
        keys.addAll(Keys.ofPem(KeyPairs.publicPem(p256)));
        keys.addAll(Keys.ofPem(KeyPairs.publicPem(ed25519)));
        OURS.addAll(List.of(
                hmac(SECRET),
                by("SHA256withECDSAinP1363Format", p256.getPrivate()),
                by("Ed25519", ed25519.getPrivate())));
        OTHERS.addAll(List.of(
                hmac("a secret of others, 32 bytes too".getBytes(UTF_8)),
                by("SHA256withECDSAinP1363Format", KeyPairs.p256().getPrivate()),
                by("Ed25519", KeyPairs.ed25519().getPrivate()),
                // The classic: the public key, taken for a secret (RFC 8725, section 2.1).
                hmac(p256.getPublic().getEncoded()),
                hmac(KeyPairs.publicPem(p256).getBytes(UTF_8)),
                hmac(ed25519.getPublic().getEncoded()),
                input -> new byte[0],
                input -> new byte[64]));
        JwtRules rules = new JwtRules(null, List.of(), Duration.ofSeconds(10));
        verifier = new JwtVerifier(new LocalKeys(keys), null, rules, new Revocations(() -> NOW), () -> NOW);
    }

    @FuzzTest
    void tokens(FuzzedDataProvider data) throws GeneralSecurityException {
        boolean isSigned = data.consumeBoolean();
        if (!isSigned) {
            assertThat(verdict(data.consumeRemainingAsString())).isInstanceOf(Verdict.Refused.class);
            return;
        }
        int key = data.consumeInt(0, OURS.size() + OTHERS.size() - 1);
        int algorithm = data.consumeInt(0, ALGORITHMS.size() - 1);
        String header = "{\"alg\":\"" + ALGORITHMS.get(algorithm) + "\""
                + (data.consumeBoolean() ? data.consumeString(LONGEST) : "") + "}";
        int claims = data.consumeInt(0, CLAIMS.size() + 1);
        String content = claims < CLAIMS.size() ? CLAIMS.get(claims) : data.consumeRemainingAsString();
        String input = base64(header.getBytes(UTF_8)) + "." + base64(content.getBytes(UTF_8));
        Signer signer = key < OURS.size() ? OURS.get(key) : OTHERS.get(key - OURS.size());
        Verdict verdict = verdict(input + "." + base64(signer.sign(input.getBytes(UTF_8))));

        boolean isOurs = key < OURS.size() && isFor(key, algorithm);
        boolean isPlain = header.equals("{\"alg\":\"" + ALGORITHMS.get(algorithm) + "\"}");
        if (isPlain && claims == 0) {
            assertThat(verdict instanceof Verdict.Valid).isEqualTo(isOurs);
        } else if (key >= OURS.size() || (isPlain && !isOurs)) {
            assertThat(verdict).isInstanceOf(Verdict.Refused.class);
        }
    }

    /** EdDSA has two names (RFC 8037, RFC 9864). */
    private static boolean isFor(int key, int algorithm) {
        return key == algorithm || (key == 2 && algorithm == 3);
    }

    private static Verdict verdict(String token) {
        CompletableFuture<Verdict> verdict = verifier.verify(token).toCompletableFuture();
        assertThat(verdict).isCompleted();
        Verdict reached = verdict.join();
        if (reached instanceof Verdict.Refused refused) {
            assertThat(refused.message()).isNotBlank();
            if (token.length() > 100) {
                assertThat(refused.message()).doesNotContain(token);
            }
        }
        return reached;
    }

    private static Signer hmac(byte[] secret) {
        return input -> {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac.doFinal(input);
        };
    }

    private static Signer by(String algorithm, PrivateKey key) {
        return input -> {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(input);
            return signature.sign();
        };
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}

package dev.beckon.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import dev.beckon.server.core.peer.Access;
import dev.beckon.server.core.peer.Grants;
import dev.beckon.server.core.peer.IdPatterns;
import dev.beckon.server.core.port.TokenVerifier.Problem;
import dev.beckon.server.core.port.TokenVerifier.Verdict;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwtVerifierTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final byte[] SECRET = "a secret of more than 32 bytes in all".getBytes(UTF_8);
    private static final JwtRules ANY = new JwtRules(null, List.of(), Duration.ofSeconds(10));

    private final Revocations revocations = new Revocations(() -> NOW);

    @Test
    void claims_becomeAccess() throws Exception {
        assertThat(access(Map.of(
                        "sub",
                        "alice",
                        "jti",
                        "t1",
                        "iat",
                        NOW.getEpochSecond() - 60,
                        "exp",
                        NOW.getEpochSecond() + 60,
                        "peer_ids",
                        List.of("alice", "alice-*"),
                        "rooms",
                        List.of("lobby", "team/*"),
                        "signal_to",
                        "bob",
                        "publish",
                        false,
                        "moderate",
                        true,
                        "admin",
                        true)))
                .isEqualTo(new Access(
                        "alice",
                        "t1",
                        NOW.minusSeconds(60),
                        NOW.plusSeconds(60),
                        new Grants(
                                new IdPatterns(List.of("alice", "alice-*")),
                                new IdPatterns(List.of("lobby", "team/*")),
                                new IdPatterns(List.of("bob")),
                                new IdPatterns(List.of("bob")),
                                false,
                                true,
                                true)));
    }

    @Test
    void absentClaims_haveTheirDefaults() throws Exception {
        assertThat(access(Map.of("sub", "alice")))
                .isEqualTo(new Access(
                        "alice",
                        "",
                        null,
                        null,
                        new Grants(
                                new IdPatterns(List.of("alice", "alice/*")),
                                IdPatterns.ANY,
                                IdPatterns.ANY,
                                IdPatterns.ANY,
                                true,
                                false,
                                false)));
    }

    @Test
    void watching_hasAClaimOfItsOwn_andIsAsSignalingWithoutIt() throws Exception {
        assertThat(access(Map.of("sub", "alice", "signal_to", "bob", "watch", List.of("bob", "team/*")))
                        .grants()
                        .watch())
                .isEqualTo(new IdPatterns(List.of("bob", "team/*")));
        assertThat(access(Map.of("sub", "alice", "signal_to", "bob")).grants().watch())
                .isEqualTo(new IdPatterns(List.of("bob")));
        assertThat(access(Map.of("sub", "alice", "watch", List.of()))
                        .grants()
                        .watch()
                        .contain("bob"))
                .isFalse();
    }

    @Test
    void anEmptyList_grantsNothing() throws Exception {
        assertThat(access(Map.of("sub", "alice", "rooms", List.of()))
                        .grants()
                        .rooms()
                        .contain("lobby"))
                .isFalse();
    }

    @Test
    void eachAlgorithm_isCheckedByAKeyOfItsKind() throws Exception {
        for (KeyPair pair : List.of(KeyPairs.rsa(), KeyPairs.p256(), KeyPairs.ed25519())) {
            String token = TokenMaker.ofPem(KeyPairs.privatePem(pair)).make(null, Map.of("sub", "alice"));

            assertThat(verdict(Keys.ofPem(KeyPairs.publicPem(pair)), token)).isInstanceOf(Verdict.Valid.class);
            assertInvalid(verdict(List.of(Keys.ofSecret(SECRET)), token), "no key of this server has signed it");
        }
    }

    @Test
    void aSignatureOfAnotherKey_isRefused() throws Exception {
        for (List<KeyPair> pairs : List.of(
                List.of(KeyPairs.rsa(), KeyPairs.rsa()),
                List.of(KeyPairs.p256(), KeyPairs.p256()),
                List.of(KeyPairs.ed25519(), KeyPairs.ed25519()))) {
            String token =
                    TokenMaker.ofPem(KeyPairs.privatePem(pairs.getFirst())).make(null, Map.of("sub", "alice"));

            assertInvalid(verdict(Keys.ofPem(KeyPairs.publicPem(pairs.getLast())), token), "no key");
        }
    }

    @Test
    void aPublicKey_isNoSecret() throws Exception {
        KeyPair pair = KeyPairs.rsa();
        String publicKey = KeyPairs.publicPem(pair);
        for (byte[] asSecret :
                List.of(publicKey.getBytes(UTF_8), pair.getPublic().getEncoded())) {
            String forged = TokenMaker.ofSecret(asSecret).make(null, Map.of("sub", "alice"));

            assertInvalid(verdict(Keys.ofPem(publicKey), forged), "no key of this server has signed it (alg HS256)");
        }
    }

    @Test
    void aStrongerAlgorithmThanTheKeyIsFor_isRefused() throws Exception {
        byte[] secret = new byte[64];
        JWSObject token = new JWSObject(new JWSHeader(JWSAlgorithm.HS512), new Payload("{\"sub\":\"alice\"}"));
        token.sign(new MACSigner(secret));

        assertInvalid(verdict(List.of(Keys.ofSecret(secret)), token.serialize()), "is none of HS256");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"none\"}",
                "{\"alg\":\"NONE\"}",
                "{\"alg\":\"\"}",
                "{}",
                "[]",
                "{\"alg\":\"HS256\",\"crit\":[\"exp\"],\"exp\":1}",
                "{\"alg\":\"HS256\",\"b64\":false,\"crit\":[\"b64\"]}",
                "{\"alg\":\"dir\",\"enc\":\"A128GCM\"}",
            })
    void noSignatureOrAnUnknownOne_isRefused(String header) throws Exception {
        for (String signature : List.of("", "AAAA")) {
            String token = base64(header) + "." + base64("{\"sub\":\"alice\"}") + "." + signature;

            assertThat(verdict(List.of(Keys.ofSecret(SECRET)), token))
                    .asInstanceOf(InstanceOfAssertFactories.type(Verdict.Refused.class))
                    .returns(Problem.INVALID, Verdict.Refused::problem);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", ".", "..", "...", "a.b.c", "e30.e30.e30", "a.b.c.d.e", "\u0000", "ä.ö.ü"})
    void whatIsNoToken_isRefused(String token) throws Exception {
        assertInvalid(verdict(List.of(Keys.ofSecret(SECRET)), token), "");
    }

    @Test
    void aTokenThatIsTooLong_isNotLookedAt() throws Exception {
        assertInvalid(verdict(List.of(Keys.ofSecret(SECRET)), "x".repeat(JwtVerifier.MAX_CHARACTERS + 1)), "at most");
    }

    @Test
    void deepNesting_isRefused() throws Exception {
        String nested = base64("{\"alg\":" + "[".repeat(8000));

        assertInvalid(verdict(List.of(Keys.ofSecret(SECRET)), nested + ".e30.AAAA"), "no signed JWT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void noToken_isMissing(String token) throws Exception {
        assertThat(verdict(List.of(Keys.ofSecret(SECRET)), token)).isEqualTo(verdict(List.of(), null));
        assertThat(verdict(List.of(), null))
                .asInstanceOf(InstanceOfAssertFactories.type(Verdict.Refused.class))
                .returns(Problem.MISSING, Verdict.Refused::problem);
    }

    @Test
    void aChangedToken_isRefused() throws Exception {
        String[] parts = token(Map.of("sub", "alice")).split("\\.", -1);
        String changed = parts[0] + "." + base64("{\"sub\":\"bob\"}") + "." + parts[2];

        assertInvalid(verdict(List.of(Keys.ofSecret(SECRET)), changed), "no key");
    }

    @ParameterizedTest
    @CsvSource({
        "exp, -11, EXPIRED",
        "exp, -10, EXPIRED",
        "exp, -9, ''",
        "nbf, 11, NOT_YET_VALID",
        "nbf, 10, ''",
        "iat, 11, NOT_YET_VALID",
        "iat, 10, ''"
    })
    void times_holdWithinTheLeeway(String claim, int secondsFromNow, String problem) throws Exception {
        Verdict verdict = verdict(Map.of("sub", "alice", claim, NOW.getEpochSecond() + secondsFromNow), ANY);

        assertThat(
                        verdict instanceof Verdict.Refused refused
                                ? refused.problem().name()
                                : "")
                .isEqualTo(problem);
    }

    @ParameterizedTest
    @CsvSource({"nbf, 11, 1", "iat, 30, 20", "nbf, 3600, 30"})
    void aTokenOfASignerWhoseClockIsAhead_isToBeShownAgain_whenItIsGood(String claim, int secondsFromNow, int wait)
            throws Exception {
        Verdict verdict = verdict(Map.of("sub", "alice", claim, NOW.getEpochSecond() + secondsFromNow), ANY);

        assertThat(verdict)
                .asInstanceOf(InstanceOfAssertFactories.type(Verdict.Refused.class))
                .returns(true, refused -> refused.problem().isTemporary())
                .returns(Duration.ofSeconds(wait), Verdict.Refused::retryAfter);
    }

    @Test
    void aTokenThatHasExpired_saysWhenAnotherOneMayBeShown() throws Exception {
        assertThat(verdict(Map.of("sub", "alice", "exp", NOW.getEpochSecond() - 60), ANY))
                .asInstanceOf(InstanceOfAssertFactories.type(Verdict.Refused.class))
                .returns(false, refused -> refused.problem().isTemporary())
                .returns(Duration.ofSeconds(1), Verdict.Refused::retryAfter);
    }

    @Test
    void issuerAndAudience_countWhereConfigured() throws Exception {
        JwtRules rules = new JwtRules("https://issuer.example", List.of("calls", "beckon"), Duration.ZERO);
        Map<String, Object> good = Map.of("sub", "a", "iss", "https://issuer.example", "aud", List.of("x", "beckon"));

        assertThat(verdict(good, rules)).isInstanceOf(Verdict.Valid.class);
        assertThat(verdict(with(good, "aud", "calls"), rules)).isInstanceOf(Verdict.Valid.class);
        assertInvalid(verdict(with(good, "iss", "https://other.example"), rules), "'iss'");
        assertInvalid(verdict(with(good, "iss", null), rules), "'iss'");
        assertInvalid(verdict(with(good, "aud", "other"), rules), "'aud'");
        assertInvalid(verdict(with(good, "aud", null), rules), "'aud'");
    }

    @Test
    void aClaimOfAnotherType_isNeverIgnored() throws Exception {
        for (Map.Entry<String, Object> wrong : List.<Map.Entry<String, Object>>of(
                Map.entry("sub", 7),
                Map.entry("sub", ""),
                Map.entry("sub", "a\nb"),
                Map.entry("sub", "a".repeat(257)),
                Map.entry("exp", "tomorrow"),
                Map.entry("exp", 1e300),
                Map.entry("exp", -1),
                Map.entry("iat", true),
                Map.entry("aud", List.of(1)),
                Map.entry("peer_ids", 1),
                Map.entry("peer_ids", List.of(1)),
                Map.entry("peer_ids", ""),
                Map.entry("rooms", List.of("a*b")),
                Map.entry("rooms", List.of("**")),
                Map.entry("rooms", List.of("two words")),
                Map.entry("watch", 7),
                Map.entry("signal_to", new ArrayList<>(java.util.Collections.nCopies(257, "a"))),
                Map.entry("publish", "false"),
                Map.entry("moderate", 1),
                Map.entry("admin", "true"))) {
            assertInvalid(
                    verdict(with(Map.of("sub", "alice"), wrong.getKey(), wrong.getValue()), ANY),
                    "'" + wrong.getKey() + "'");
        }
    }

    @Test
    void aSubject_isRequired_andNeverAPattern() throws Exception {
        assertInvalid(verdict(Map.of("jti", "1"), ANY), "'sub'");
        assertInvalid(verdict(Map.of("sub", "*"), ANY), "'peer_ids'");
        assertInvalid(verdict(Map.of("sub", "al*"), ANY), "'peer_ids'");
        assertThat(verdict(Map.of("sub", "al*", "peer_ids", "alice"), ANY)).isInstanceOf(Verdict.Valid.class);
    }

    @Test
    void aRevokedToken_isRefused() throws Exception {
        revocations.revokeToken("t1", Duration.ofHours(1));

        assertThat(verdict(Map.of("sub", "alice", "jti", "t1"), ANY))
                .asInstanceOf(InstanceOfAssertFactories.type(Verdict.Refused.class))
                .returns(Problem.REVOKED, Verdict.Refused::problem);
        assertThat(verdict(Map.of("sub", "alice", "jti", "t2"), ANY)).isInstanceOf(Verdict.Valid.class);
    }

    @Test
    void keyIds_chooseAmongKeys_andAKeyWithoutOneFitsAll() throws Exception {
        VerificationKey plain = Keys.ofSecret(SECRET);
        VerificationKey named = new VerificationKey("k1", Set.of(JWSAlgorithm.HS256), plain.verifier());
        TokenMaker maker = TokenMaker.ofSecret(SECRET);

        assertThat(verdict(List.of(named), maker.make("k1", Map.of("sub", "a"))))
                .isInstanceOf(Verdict.Valid.class);
        assertThat(verdict(List.of(named), maker.make(null, Map.of("sub", "a"))))
                .isInstanceOf(Verdict.Valid.class);
        assertThat(verdict(List.of(plain), maker.make("k2", Map.of("sub", "a"))))
                .isInstanceOf(Verdict.Valid.class);
        assertThat(verdict(List.of(named), maker.make("k2", Map.of("sub", "a"))))
                .as("it may be signed by a newer key")
                .asInstanceOf(InstanceOfAssertFactories.type(Verdict.Refused.class))
                .returns(Problem.KEY_UNKNOWN, Verdict.Refused::problem)
                .returns(Duration.ofSeconds(1), Verdict.Refused::retryAfter);
        assertInvalid(
                verdict(List.of(named), TokenMaker.ofSecret(new byte[32]).make("k1", Map.of("sub", "a"))), "no key");
    }

    @Test
    void noRefusal_repeatsTheToken() throws Exception {
        String token = token(Map.of("sub", "hush", "admin", "hush"));

        assertThat(verdict(List.of(Keys.ofSecret(SECRET)), token).toString())
                .doesNotContain("hush")
                .doesNotContain(token.substring(token.lastIndexOf('.') + 1));
    }

    private Access access(Map<String, Object> claims) throws Exception {
        return assertThat(verdict(claims, ANY))
                .asInstanceOf(InstanceOfAssertFactories.type(Verdict.Valid.class))
                .actual()
                .access();
    }

    private Verdict verdict(Map<String, Object> claims, JwtRules rules) throws Exception {
        JwtVerifier verifier =
                new JwtVerifier(new LocalKeys(List.of(Keys.ofSecret(SECRET))), null, rules, revocations, () -> NOW);
        return verifier.verify(token(claims)).toCompletableFuture().join();
    }

    private Verdict verdict(List<VerificationKey> keys, @Nullable String token) {
        return new JwtVerifier(new LocalKeys(keys), null, ANY, revocations, () -> NOW)
                .verify(token)
                .toCompletableFuture()
                .join();
    }

    /** By hand, because a library would correct what is meant to be wrong. */
    private static String token(Map<String, Object> claims) throws Exception {
        JWSObject token = new JWSObject(new JWSHeader(JWSAlgorithm.HS256), new Payload(claims));
        token.sign(new MACSigner(SECRET));
        return token.serialize();
    }

    private static Map<String, Object> with(Map<String, Object> claims, String name, @Nullable Object value) {
        Map<String, Object> changed = new HashMap<>(claims);
        if (value == null) {
            changed.remove(name);
        } else {
            changed.put(name, value);
        }
        return changed;
    }

    private static void assertInvalid(Verdict verdict, String message) {
        assertThat(verdict)
                .asInstanceOf(InstanceOfAssertFactories.type(Verdict.Refused.class))
                .returns(Problem.INVALID, Verdict.Refused::problem)
                .extracting(Verdict.Refused::message)
                .asString()
                .contains(message);
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }
}

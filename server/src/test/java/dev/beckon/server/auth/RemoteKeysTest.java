package dev.beckon.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.sun.net.httpserver.HttpServer;
import dev.beckon.server.core.port.TokenVerifier.Problem;
import dev.beckon.server.core.port.TokenVerifier.Verdict;
import dev.beckon.server.testing.FakeScheduler;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With a real key server on loopback; only the time is played. */
@Timeout(60)
class RemoteKeysTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final FakeScheduler time = new FakeScheduler();
    private final AtomicInteger asked = new AtomicInteger();
    private final ExecutorService serverThreads = Executors.newCachedThreadPool();
    private volatile String answer = "";
    private volatile int status = 200;
    private volatile CountDownLatch mayAnswer = new CountDownLatch(0);
    private HttpServer http;
    private RemoteKeys keys;
    private JwtVerifier verifier;

    @BeforeEach
    void start() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(serverThreads);
        http.createContext("/", exchange -> {
            asked.incrementAndGet();
            awaitPermission();
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        http.start();
        keys = new RemoteKeys(URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/keys"), time);
        verifier = new JwtVerifier(
                new LocalKeys(List.of()),
                keys,
                new JwtRules(null, List.of(), Duration.ZERO),
                new Revocations(() -> NOW),
                () -> NOW);
    }

    @AfterEach
    void end() {
        mayAnswer.countDown();
        keys.close();
        http.stop(0);
        serverThreads.shutdownNow();
        time.advance(Duration.ofHours(1));
        assertThat(time.pending()).as("timers left").isZero();
    }

    @Test
    void aTokenBeforeTheKeys_waitsForThem_butItsCallerDoesNot() throws Exception {
        ECKey key = key("k1");
        serve(key);
        mayAnswer = new CountDownLatch(1);
        keys.start();

        CompletableFuture<Verdict> verdict = verify(key);
        assertThat(verdict).isNotDone();
        mayAnswer.countDown();

        assertThat(get(verdict)).isInstanceOf(Verdict.Valid.class);
        assertThat(asked).hasValue(1);
    }

    @Test
    void aTokenWaitsForSlowKeys_onlySoLong() throws Exception {
        ECKey key = key("k1");
        serve(key);
        mayAnswer = new CountDownLatch(1);
        keys.start();
        CompletableFuture<Verdict> verdict = verify(key);

        time.advance(RemoteKeys.LONGEST_WAIT);
        assertThat(problemOf(verdict)).isEqualTo(Problem.KEYS_UNAVAILABLE);

        mayAnswer.countDown();
        assertThat(get(verify(key))).isInstanceOf(Verdict.Valid.class);
    }

    @Test
    void knownKeys_areNotAskedForAgain() throws Exception {
        ECKey key = key("k1");
        started(key);

        assertThat(verify(key)).isCompletedWithValueMatching(Verdict.Valid.class::isInstance);
        assertThat(asked).hasValue(1);
    }

    @Test
    void aKeyThatIsPublishedBeforeItsUse_isKnownAtItsFirstToken() throws Exception {
        ECKey fresh = key("fresh");
        ECKey old = key("old");
        started(old);
        serve(old, fresh);
        letPass(RemoteKeys.REFRESH);

        assertThat(verify(fresh)).isCompletedWithValueMatching(Verdict.Valid.class::isInstance);
        assertThat(verify(old)).isCompletedWithValueMatching(Verdict.Valid.class::isInstance);
        assertThat(asked).hasValue(2);
    }

    @Test
    void aRotatedKey_isFetchedWhenItsFirstTokenComes_andTokensOfTheOldOneNeedAnother() throws Exception {
        ECKey old = key("old");
        ECKey fresh = key("fresh");
        started(old);
        serve(fresh);

        assertThat(get(verify(fresh))).isInstanceOf(Verdict.Valid.class);
        letPass(RemoteKeys.RATE_INTERVAL);
        assertThat(problemOf(verify(old))).isEqualTo(Problem.KEY_UNKNOWN);
    }

    @Test
    void aRotatedKeyWithoutId_isFetchedToo() throws Exception {
        ECKey fresh = new ECKeyGenerator(Curve.P_256).generate();
        started(new ECKeyGenerator(Curve.P_256).generate());
        serve(fresh);

        assertThat(get(verify(fresh))).isInstanceOf(Verdict.Valid.class);
    }

    @Test
    void aNewKeyUnderTheOldId_isFetchedToo() throws Exception {
        ECKey fresh = key("same");
        started(key("same"));
        serve(fresh);

        assertThat(get(verify(fresh))).isInstanceOf(Verdict.Valid.class);
    }

    @Test
    void severalKeysOfOneId_allCount() throws Exception {
        ECKey one = key("same");
        ECKey other = key("same");
        started(one, other);

        assertThat(verify(one)).isCompletedWithValueMatching(Verdict.Valid.class::isInstance);
        assertThat(verify(other)).isCompletedWithValueMatching(Verdict.Valid.class::isInstance);
    }

    @Test
    void aKeyThatIsUsedBeforeItIsPublished_isNeverRefusedForGood() throws Exception {
        ECKey old = key("old");
        ECKey early = key("early");
        started(old);
        assertThat(problemOf(verify(early))).as("just asked").isEqualTo(Problem.KEY_UNKNOWN);
        assertThat(problemOf(verify(early)))
                .as("the known keys are new enough to say so without asking again")
                .isEqualTo(Problem.KEY_UNKNOWN);

        serve(old, early);
        letPass(RemoteKeys.RATE_INTERVAL);
        assertThat(get(verify(early))).isInstanceOf(Verdict.Valid.class);
    }

    @Test
    void madeUpTokens_doNotFloodTheKeyServer_norKeepANewKeyAway() throws Exception {
        ECKey fresh = key("fresh");
        started(key("k1"));
        for (int second = 0; second < 60; second++) {
            for (String kid : List.of("k1", "made-up-" + second)) {
                assertThat(get(verify(key(kid)))).isInstanceOf(Verdict.Refused.class);
            }
            letPass(Duration.ofSeconds(1));
        }
        assertThat(asked.get()).isBetween(6, 14);

        serve(fresh);
        assertThat(problemOf(verify(key("made-up")))).isIn(Problem.KEY_UNKNOWN, Problem.KEYS_UNAVAILABLE);
        letPass(RemoteKeys.RATE_INTERVAL);
        assertThat(get(verify(fresh))).isInstanceOf(Verdict.Valid.class);
    }

    @Test
    void holdersOfAWithdrawnKey_areAllAskedForAnotherToken_howeverManyTheyAre() throws Exception {
        ECKey withdrawn = key("withdrawn");
        started(withdrawn);
        serve(key("next"));
        letPass(RemoteKeys.REFRESH);

        for (int holder = 0; holder < 50; holder++) {
            assertThat(problemOf(verify(withdrawn))).isEqualTo(Problem.KEY_UNKNOWN);
        }
    }

    @Test
    void aTokenOfAnotherAlgorithm_asksNobody() throws Exception {
        started(key("k1"));
        String token = TokenMaker.ofSecret(new byte[32]).make("k2", Map.of("sub", "alice"));
        String other = Base64URL.encode("{\"alg\":\"PS512\",\"kid\":\"k3\"}") + token.substring(token.indexOf('.'));

        assertThat(problemOf(verifier.verify(other))).isEqualTo(Problem.INVALID);
        assertThat(asked).hasValue(1);
    }

    @Test
    void whileTheKeyServerIsAway_knownKeysStayInUse_andItIsAskedAgain() throws Exception {
        ECKey known = key("known");
        ECKey fresh = key("fresh");
        started(known);
        status = 503;
        letPass(RemoteKeys.REFRESH);

        assertThat(verify(known)).isCompletedWithValueMatching(Verdict.Valid.class::isInstance);
        assertThat(problemOf(verify(fresh))).isEqualTo(Problem.KEYS_UNAVAILABLE);
        assertThat(keys.failures()).isPositive();

        status = 200;
        serve(known, fresh);
        letPass(RemoteKeys.RATE_INTERVAL);
        letPass(RemoteKeys.RATE_INTERVAL);
        assertThat(verify(fresh))
                .as("fetched with no token that asks for it")
                .isCompletedWithValueMatching(Verdict.Valid.class::isInstance);
    }

    @Test
    void aKeyServerThatIsAwayAtTheStart_leavesTokensUndecided_untilItIsThere() throws Exception {
        ECKey key = key("k1");
        status = 500;
        started(key);
        assertThat(problemOf(verify(key))).isEqualTo(Problem.KEYS_UNAVAILABLE);

        status = 200;
        letPass(RemoteKeys.RATE_INTERVAL);
        letPass(RemoteKeys.RATE_INTERVAL);
        assertThat(verify(key)).isCompletedWithValueMatching(Verdict.Valid.class::isInstance);
    }

    @Test
    void noKeyServerAtAll_leavesTokensUndecided() throws Exception {
        http.stop(0);
        keys.start();

        assertThat(problemOf(verify(key("k1")))).isEqualTo(Problem.KEYS_UNAVAILABLE);
    }

    @Test
    void answersThatAreUseless_changeNothing() throws Exception {
        ECKey known = key("known");
        started(known);
        for (String useless : List.of(
                "",
                "<html>Sign in</html>",
                "{\"keys\":[]}",
                "{\"keys\":[{\"kty\":\"EC\"",
                "x".repeat(KeyDownload.MAX_BYTES + 1))) {
            answer = useless;
            long failures = keys.failures();
            letPass(RemoteKeys.REFRESH);

            assertThat(keys.failures())
                    .as(useless.length() < 50 ? useless : "long")
                    .isGreaterThan(failures);
            assertThat(verify(known)).isCompletedWithValueMatching(Verdict.Valid.class::isInstance);
        }
    }

    @Test
    void aRedirect_isNotFollowed() throws Exception {
        http.createContext("/elsewhere", exchange -> {
            exchange.getResponseHeaders().add("location", "/keys");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        ECKey key = key("k1");
        serve(key);
        try (RemoteKeys redirected = new RemoteKeys(
                URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/elsewhere"), time)) {
            assertThat(get(redirected.refreshed())).isFalse();
            assertThat(redirected.failures()).isOne();
        }
        assertThat(asked).hasValue(0);
    }

    @Test
    void aClockThatIsSetBack_keepsNoKeyAway() throws Exception {
        ECKey fresh = key("fresh");
        started(key("old"));
        time.setClock(Duration.ofHours(-1));
        serve(fresh);
        letPass(RemoteKeys.RATE_INTERVAL);

        assertThat(get(verify(fresh))).isInstanceOf(Verdict.Valid.class);
    }

    /** Lets time pass, and the fetch that falls due then come to its end. */
    private void letPass(Duration span) throws Exception {
        time.advance(span);
        get(keys.settled());
    }

    private void started(ECKey... served) throws Exception {
        serve(served);
        keys.start();
        get(keys.settled());
    }

    private void serve(ECKey... served) {
        answer = new JWKSet(List.of(served)).toString(true);
    }

    private void awaitPermission() {
        try {
            mayAnswer.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private CompletableFuture<Verdict> verify(ECKey signedBy) throws Exception {
        String token = TokenMaker.ofPem(KeyPairs.privatePem(signedBy.toKeyPair()))
                .make(signedBy.getKeyID(), Map.of("sub", "alice"));
        return verifier.verify(token).toCompletableFuture();
    }

    private static ECKey key(String id) throws Exception {
        return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static Problem problemOf(CompletionStage<Verdict> verdict) throws Exception {
        return assertThat(get(verdict))
                .asInstanceOf(InstanceOfAssertFactories.type(Verdict.Refused.class))
                .actual()
                .problem();
    }
}

package dev.beckon.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.sun.net.httpserver.HttpServer;
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
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
    private final ExecutorService serverThread = Executors.newSingleThreadExecutor();
    private volatile String answer = "";
    private volatile int status = 200;
    private volatile CountDownLatch mayAnswer = new CountDownLatch(0);
    private HttpServer http;
    private HttpKeyServer server;
    private RemoteKeys keys;
    private JwtVerifier verifier;

    @BeforeEach
    void start() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(serverThread);
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
        server = new HttpKeyServer(
                URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/keys"));
        keys = new RemoteKeys(server, time);
        verifier = new JwtVerifier(
                List.of(), keys, new JwtRules(null, List.of(), Duration.ZERO), new Revocations(() -> NOW), () -> NOW);
    }

    @AfterEach
    void end() {
        mayAnswer.countDown();
        keys.close();
        server.close();
        http.stop(0);
        serverThread.shutdownNow();
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
    void knownKeys_areNotAskedForAgain() throws Exception {
        ECKey key = key("k1");
        started(key);

        assertThat(verify(key)).isCompletedWithValueMatching(Verdict.Valid.class::isInstance);
        assertThat(asked).hasValue(1);
    }

    @Test
    void aRotatedKey_isFetchedWhenItsFirstTokenComes_andTheOldOneIsGone() throws Exception {
        ECKey old = key("old");
        ECKey fresh = key("fresh");
        started(old);
        serve(fresh);
        time.advance(RemoteKeys.LEAST_GAP);

        assertThat(get(verify(fresh))).isInstanceOf(Verdict.Valid.class);
        assertThat(get(verify(old))).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void aRotatedKeyWithoutId_isFetchedToo() throws Exception {
        ECKey fresh = new ECKeyGenerator(Curve.P_256).generate();
        started(new ECKeyGenerator(Curve.P_256).generate());
        serve(fresh);
        time.advance(RemoteKeys.LEAST_GAP);

        assertThat(get(verify(fresh))).isInstanceOf(Verdict.Valid.class);
    }

    @Test
    void madeUpKeyIds_doNotFloodTheKeyServer() throws Exception {
        started(key("k1"));
        time.advance(RemoteKeys.LEAST_GAP);

        for (int i = 0; i < 100; i++) {
            assertThat(get(verify(key("made-up-" + i)))).isInstanceOf(Verdict.Refused.class);
        }

        assertThat(asked).hasValue(2);
    }

    @Test
    void aWrongSignatureUnderAKnownKeyId_asksNobody() throws Exception {
        started(key("k1"));
        time.advance(RemoteKeys.LEAST_GAP);

        assertThat(verify(key("k1"))).isCompletedWithValueMatching(Verdict.Refused.class::isInstance);
        assertThat(asked).hasValue(1);
    }

    @Test
    void inTheBackground_keysAreFetchedAnew() throws Exception {
        ECKey fresh = key("fresh");
        started(key("old"));
        serve(fresh);

        time.advance(RemoteKeys.REFRESH);
        get(keys.refreshed());

        assertThat(verify(fresh)).isCompletedWithValueMatching(Verdict.Valid.class::isInstance);
        assertThat(asked).hasValue(2);
    }

    @Test
    void whileTheKeyServerIsAway_knownKeysStayInUse_andItIsAskedAgain() throws Exception {
        ECKey known = key("known");
        ECKey fresh = key("fresh");
        started(known);
        status = 503;
        time.advance(RemoteKeys.REFRESH);
        assertThat(failureOf(keys.refreshed())).hasMessageContaining("cannot be reached");

        assertThat(verify(known)).isCompletedWithValueMatching(Verdict.Valid.class::isInstance);
        assertThat(failureOf(verify(fresh))).hasMessageContaining("cannot be reached");

        status = 200;
        serve(known, fresh);
        time.advance(Duration.ofSeconds(1));
        assertThat(get(verify(fresh))).isInstanceOf(Verdict.Valid.class);
        assertThat(asked).hasValue(3);
    }

    @Test
    void aKeyServerThatWasNeverReached_leavesTokensUndecided() throws Exception {
        http.stop(0);
        keys.start();

        assertThat(failureOf(verify(key("k1")))).hasMessageContaining("cannot be reached");
    }

    @Test
    void answersThatAreUseless_changeNothing() throws Exception {
        ECKey known = key("known");
        started(known);
        for (String useless : List.of("", "{\"keys\":[]}", "x".repeat(1024 * 1024))) {
            answer = useless;
            time.advance(RemoteKeys.REFRESH);
            assertThat(failureOf(keys.refreshed())).hasMessageContaining("cannot be reached");

            assertThat(verify(known)).isCompletedWithValueMatching(Verdict.Valid.class::isInstance);
        }
    }

    @Test
    void aKeyServerThatThrows_isAskedAgain() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (RemoteKeys throwing = new RemoteKeys(
                () -> {
                    calls.incrementAndGet();
                    throw new IllegalStateException("broken");
                },
                time)) {
            throwing.start();
            assertThat(failureOf(throwing.refreshed())).hasMessageContaining("cannot be reached");

            time.advance(Duration.ofSeconds(1));
            assertThat(calls).hasValue(2);
            time.advance(Duration.ofSeconds(1));
            assertThat(calls).as("the second wait is longer").hasValue(2);
            time.advance(Duration.ofSeconds(1));
            assertThat(calls).hasValue(3);
        }
    }

    private void started(ECKey... served) throws Exception {
        serve(served);
        keys.start();
        get(keys.refreshed());
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

    private static Throwable failureOf(CompletionStage<?> stage) throws Exception {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        stage.whenComplete((value, thrown) -> failure.complete(thrown == null ? new AssertionError(value) : thrown));
        Throwable seen = get(failure);
        return seen instanceof CompletionException && seen.getCause() != null ? seen.getCause() : seen;
    }
}

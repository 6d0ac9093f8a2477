package dev.beckon.server.main;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.server.auth.KeyException;
import dev.beckon.server.auth.TokenMaker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** After very many short sessions a real server holds what it held before. Takes about a minute; part "leaks" of ./test. */
@Tag("leaks")
@Timeout(300)
class LeaksTest {

    private static final String SECRET = "a secret for the test, of more than 32 bytes";
    private static final int WARM_UP_ROUNDS = 1_500;
    private static final int ROUNDS = 10_000;
    private static final Duration QUIET = Duration.ofSeconds(60);
    private static final long LOOK_AGAIN_MILLIS = 200;

    private final RunningServer server;
    private final UnaryOperator<String> tokens;

    /** The windows are short, and the rates beyond what the test can do; all checks are on. */
    LeaksTest(@TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), SECRET);
        server = RunningServer.start(
                folder,
                "--token-secret-file=" + secret,
                "--log-level=warn",
                "--resume-window-native=5s",
                "--resume-window-browser=5s",
                "--connects-per-second=100000",
                "--connects-burst=100000",
                "--max-sessions-per-subject=100000",
                "--max-resets=1000000",
                "--max-control-frames=1000000");
        TokenMaker maker = TokenMaker.ofSecret(KeyFiles.bytes(SECRET));
        long expiry = Instant.now().plus(Duration.ofHours(1)).getEpochSecond();
        tokens = subject -> token(maker, subject, expiry);
    }

    @Test
    void nothingIsLeft_ofShortSessionsAndResumes() throws Exception {
        try (server) {
            Map<String, Double> atStart = Footprint.held(Footprint.metrics(server));
            load(WARM_UP_ROUNDS);
            awaitQuiet(atStart);
            Footprint before = Footprint.of(server);

            assertThat(withOneMoreSession(before)).contains("beckon_held{kind=\"sessions\"}: 0.0 -> 1.0");
            awaitQuiet(atStart);
            long started = System.nanoTime();
            load(ROUNDS);
            long seconds = Duration.ofNanos(System.nanoTime() - started).toSeconds();
            awaitQuiet(atStart);
            Footprint after = Footprint.of(server);

            System.out.printf(
                    Locale.ROOT,
                    "%d sessions and %d resumes in %d s, after %d sessions of the same kinds%n%s",
                    ROUNDS * ShortSessions.SESSIONS_PER_ROUND,
                    ROUNDS * ShortSessions.RESUMES_PER_ROUND,
                    seconds,
                    WARM_UP_ROUNDS * ShortSessions.SESSIONS_PER_ROUND,
                    after.table(before));
            assertThat(after.growthSince(before)).isEmpty();
            assertThat(server.output() + server.errors()).doesNotContain("LEAK", " WARN ", " ERROR ");
        }
    }

    private void load(int rounds) throws Exception {
        try (ShortSessions sessions = sessions()) {
            sessions.run(rounds);
        }
    }

    /** What the comparison says of a server that holds one session more: it must see it. */
    private List<String> withOneMoreSession(Footprint before) throws Exception {
        try (ShortSessions sessions = sessions()) {
            sessions.stay();
            return Footprint.of(server).growthSince(before);
        }
    }

    private ShortSessions sessions() throws Exception {
        return new ShortSessions(server.grpcPort(), server.webPort(), tokens);
    }

    /** Waits until all windows are over, and everything that the server holds is what it was. */
    private void awaitQuiet(Map<String, Double> atStart) throws Exception {
        long deadline = System.nanoTime() + QUIET.toNanos();
        Map<String, Double> held = Footprint.held(Footprint.metrics(server));
        while (!held.equals(atStart) && System.nanoTime() < deadline) {
            pause();
            held = Footprint.held(Footprint.metrics(server));
        }
        assertThat(held).as("held %s after the last session", QUIET).isEqualTo(atStart);
    }

    /** Another process gives no sign: it must be asked again. */
    private static void pause() throws Exception {
        new CompletableFuture<Void>()
                .completeOnTimeout(null, LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)
                .get();
    }

    private static String token(TokenMaker maker, String subject, long expiry) {
        try {
            return maker.make(null, Map.of("sub", subject, "exp", expiry));
        } catch (KeyException unusable) {
            throw new IllegalStateException(unusable);
        }
    }
}

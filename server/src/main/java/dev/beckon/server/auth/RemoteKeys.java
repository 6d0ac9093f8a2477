package dev.beckon.server.auth;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetBasedJWKSource;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetRetrievalException;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;
import dev.beckon.server.core.port.Scheduler;
import dev.beckon.server.core.port.Scheduler.Timer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys of a JWK set that is downloaded from an address. Nimbus' key source caches them and limits the rate of
 * downloads; as it blocks, it runs on a thread of this class, and {@link #current} returns its latest result. The set is
 * refreshed every 5 minutes, and also when none of its keys has signed a token, at most twice in 10 s: forged tokens
 * cannot make this server flood the key server. While downloads fail, the known keys stay in use without a time limit.
 *
 * <p>Callable from any thread; never blocks. Owned by: its lock, which is not held while others are called.
 */
public final class RemoteKeys implements AutoCloseable {

    static final Duration REFRESH = Duration.ofMinutes(5);
    static final Duration RATE_INTERVAL = Duration.ofSeconds(10);

    /** How long a token waits for keys; a download may take longer. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final int MAX_DOUBLINGS = 6;

    private static final Logger LOG = LoggerFactory.getLogger("beckon.access");

    private final KeyDownload download;
    private final JWKSetSource<SecurityContext> source;
    private final Scheduler scheduler;
    private final long beginNanos;

    /** Runs the download, of which there is one at a time. */
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("jwks").factory());

    private final AtomicLong fetches = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final Object lock = new Object();
    private volatile List<VerificationKey> keys = List.of();
    private @Nullable CompletableFuture<Boolean> underWay;
    private @Nullable Timer next;
    private int failuresInARow;
    private boolean isClosed;

    public RemoteKeys(URI address, Scheduler scheduler) {
        this.download = new KeyDownload(address);
        this.scheduler = scheduler;
        this.beginNanos = scheduler.nanoTime();
        // Nimbus' refresh-ahead is off: it uses the wall clock, which may be set back.
        this.source = ((JWKSetBasedJWKSource<SecurityContext>)
                        JWKSourceBuilder.<SecurityContext>create(new UsableKeys(download))
                                .cache(REFRESH.toMillis(), LONGEST_WAIT.toMillis())
                                .refreshAheadCache(false)
                                .rateLimited(RATE_INTERVAL.toMillis())
                                .build())
                .getJWKSetSource();
    }

    /** Starts the first download. Returns at once; tokens wait until the keys have arrived. */
    public void start() {
        fetch();
    }

    /** Returns the known keys. */
    List<VerificationKey> current() {
        return keys;
    }

    /**
     * Downloads the keys again.
     *
     * @return true if {@link #current} was downloaded now or within {@link #RATE_INTERVAL}; false if the last download
     * failed, or takes longer than {@link #LONGEST_WAIT}. Completes on the thread of this class or of the scheduler
     */
    CompletionStage<Boolean> refreshed() {
        CompletableFuture<Boolean> waiting = fetch().toCompletableFuture();
        if (waiting.isDone()) {
            return waiting;
        }
        Timer limit = scheduler.schedule(LONGEST_WAIT, () -> waiting.complete(false));
        return waiting.whenComplete((isFresh, failure) -> limit.cancel());
    }

    /** Completes when no download is in progress. */
    CompletionStage<Void> settled() {
        synchronized (lock) {
            return underWay == null
                    ? CompletableFuture.completedStage(null)
                    : underWay.copy().thenAccept(fresh -> {});
        }
    }

    /** Returns the number of successful downloads. */
    public long fetches() {
        return fetches.get();
    }

    /** Returns the number of failed downloads. */
    public long failures() {
        return failures.get();
    }

    /** Stops downloading. */
    @Override
    public void close() {
        synchronized (lock) {
            isClosed = true;
            cancelNext();
        }
        download.close();
        thread.shutdownNow();
    }

    /** One download at a time; callers during a download share its result. */
    private CompletionStage<Boolean> fetch() {
        CompletableFuture<Boolean> result;
        synchronized (lock) {
            if (isClosed) {
                return CompletableFuture.completedStage(false);
            }
            if (underWay != null) {
                return underWay.copy();
            }
            cancelNext();
            result = new CompletableFuture<>();
            underWay = result;
            thread.execute(() -> result.complete(fetchNow()));
        }
        return result.copy();
    }

    private boolean fetchNow() {
        boolean isFresh = false;
        boolean isLimited = false;
        try {
            // By the monotonic clock: Nimbus measures time only by this argument.
            long now = TimeUnit.NANOSECONDS.toMillis(scheduler.nanoTime() - beginNanos);
            adopt(source.getJWKSet(JWKSetCacheRefreshEvaluator.forceRefresh(), now, null));
            isFresh = true;
        } catch (RateLimitReachedException askedJustNow) {
            isLimited = true;
        } catch (KeySourceException | RuntimeException failed) {
            failures.incrementAndGet();
            LOG.atWarn()
                    .addKeyValue("known_keys", keys.size())
                    .addKeyValue("why", reason(failed))
                    .log("keys not fetched; the known ones stay in use");
        }
        return settle(isFresh, isLimited);
    }

    private void adopt(JWKSet set) {
        List<VerificationKey> fetched = Keys.usable(set);
        boolean isNew = !fetched.toString().equals(keys.toString());
        keys = fetched;
        fetches.incrementAndGet();
        if (isNew) {
            LOG.atInfo().addKeyValue("keys", fetched).log("keys fetched");
        }
    }

    /** Returns whether the known keys are at most {@link #RATE_INTERVAL} old. */
    private boolean settle(boolean isFresh, boolean isLimited) {
        synchronized (lock) {
            underWay = null;
            if (isFresh) {
                failuresInARow = 0;
            } else if (!isLimited) {
                failuresInARow++;
            }
            if (!isClosed) {
                next = scheduler.schedule(delay(isFresh), this::fetch);
            }
            return isFresh || (isLimited && failuresInARow == 0);
        }
    }

    private Duration delay(boolean isFresh) {
        if (isFresh) {
            return REFRESH;
        }
        return failuresInARow == 0
                ? RATE_INTERVAL
                : FIRST_RETRY.multipliedBy(1L << Math.min(failuresInARow - 1, MAX_DOUBLINGS));
    }

    private void cancelNext() {
        if (next != null) {
            next.cancel();
            next = null;
        }
    }

    private static String reason(Exception failed) {
        return String.valueOf(failed.getCause() instanceof IOException told ? told.getMessage() : failed);
    }

    /** Downloads the set; fails if it contains no usable key. */
    private record UsableKeys(KeyDownload download) implements JWKSetSource<SecurityContext> {

        @Override
        public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator unused, long currentTime, @Nullable SecurityContext context)
                throws KeySourceException {
            try {
                // Secrets in the response are not secret, so they are skipped.
                return Keys.parseFetched(download.get());
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
                throw new JWKSetRetrievalException("The server is going down.", ended);
            } catch (IOException useless) {
                throw new JWKSetRetrievalException("no keys", useless);
            }
        }

        @Override
        public void close() {}
    }
}

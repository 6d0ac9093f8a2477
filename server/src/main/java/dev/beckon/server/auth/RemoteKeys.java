package dev.beckon.server.auth;

import dev.beckon.server.core.port.Scheduler;
import dev.beckon.server.core.port.Scheduler.Timer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of a key server, kept here. They are fetched anew every 5 minutes in the background, and when a token shows a
 * key that is not known, but not more often than every 10 s: who makes up key ids cannot make this server flood the other.
 * While the key server is away, the keys that are known stay in use, for however long that lasts; a token of an unknown key
 * then cannot be judged. Owned by: its lock, which is not held while others are called.
 */
public final class RemoteKeys implements AutoCloseable {

    static final Duration REFRESH = Duration.ofMinutes(5);
    static final Duration LEAST_GAP = Duration.ofSeconds(10);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final int MAX_DOUBLINGS = 6;

    private static final Logger LOG = LoggerFactory.getLogger("beckon.access");

    private final KeyServer server;
    private final Scheduler scheduler;
    private final Object lock = new Object();
    private volatile List<VerificationKey> keys = List.of();
    private @Nullable CompletableFuture<List<VerificationKey>> underWay;
    private @Nullable Timer next;
    private long begunAtNanos;
    private int failures;
    private boolean isClosed;

    public RemoteKeys(KeyServer server, Scheduler scheduler) {
        this.server = server;
        this.scheduler = scheduler;
    }

    /** Begins to fetch. Returns at once; until the keys are there, tokens wait for them. */
    public void start() {
        fetch();
    }

    /** What is known now. */
    List<VerificationKey> current() {
        return keys;
    }

    /**
     * What the key server says now, or said less than 10 s ago. Completes exceptionally when it cannot be reached: on this
     * thread, or later on the one of the key server.
     */
    CompletionStage<List<VerificationKey>> refreshed() {
        synchronized (lock) {
            if (underWay != null) {
                return underWay.minimalCompletionStage();
            }
            if (scheduler.nanoTime() - begunAtNanos < LEAST_GAP.toNanos()) {
                return failures == 0
                        ? CompletableFuture.completedStage(keys)
                        : CompletableFuture.failedStage(new IOException("The key server cannot be reached now."));
            }
        }
        return fetch();
    }

    /** Fetches no more. */
    @Override
    public void close() {
        synchronized (lock) {
            isClosed = true;
            cancelNext();
        }
    }

    private CompletionStage<List<VerificationKey>> fetch() {
        CompletableFuture<List<VerificationKey>> result = new CompletableFuture<>();
        synchronized (lock) {
            if (underWay != null) {
                return underWay.minimalCompletionStage();
            }
            if (isClosed) {
                return CompletableFuture.failedStage(new IOException("The server is going down."));
            }
            cancelNext();
            underWay = result;
            begunAtNanos = scheduler.nanoTime();
        }
        ask().whenComplete((fetched, failure) -> {
            settle(fetched, failure);
            if (fetched != null) {
                result.complete(fetched);
            } else {
                result.completeExceptionally(new IOException("The key server cannot be reached now.", failure));
            }
        });
        return result.minimalCompletionStage();
    }

    /** Whatever a key server does wrong, it is asked again later. */
    private CompletionStage<List<VerificationKey>> ask() {
        try {
            return server.fetch();
        } catch (RuntimeException fault) {
            return CompletableFuture.failedStage(fault);
        }
    }

    private void settle(@Nullable List<VerificationKey> fetched, @Nullable Throwable failure) {
        boolean isNew = fetched != null && !fetched.toString().equals(keys.toString());
        synchronized (lock) {
            underWay = null;
            if (fetched != null) {
                keys = List.copyOf(fetched);
                failures = 0;
            } else {
                failures++;
            }
            if (!isClosed) {
                next = scheduler.schedule(failures == 0 ? REFRESH : retryDelay(), this::fetch);
            }
        }
        if (isNew) {
            LOG.atInfo().addKeyValue("keys", fetched).log("keys fetched");
        } else if (fetched == null) {
            LOG.atWarn()
                    .addKeyValue("known_keys", keys.size())
                    .addKeyValue("why", reason(failure))
                    .log("keys not fetched; the known ones stay in use");
        }
    }

    private Duration retryDelay() {
        return FIRST_RETRY.multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS));
    }

    private void cancelNext() {
        if (next != null) {
            next.cancel();
            next = null;
        }
    }

    private static String reason(@Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof TimeoutException ? "it did not answer in time" : String.valueOf(cause);
    }
}

package dev.beckon.client.testing;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** Waits for what must come, and says what was missing when it does not. */
public final class Await {

    public static final Duration LIMIT = Duration.ofSeconds(15);

    private Await() {}

    public static <T> T next(BlockingQueue<T> queue, String what) {
        try {
            T value = queue.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            if (value == null) {
                throw new AssertionError("not within " + LIMIT + ": " + what);
            }
            return value;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for: " + what, e);
        }
    }
}

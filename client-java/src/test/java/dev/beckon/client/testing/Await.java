package dev.beckon.client.testing;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Waits for what must come, and says what was missing when it does not. */
public final class Await {

    public static final Duration LIMIT = Duration.ofSeconds(15);

    private Await() {}

    public static <T> T next(BlockingQueue<T> queue, String what) {
        return next(queue, () -> what);
    }

    public static <T> T next(BlockingQueue<T> queue, Supplier<String> what) {
        try {
            T value = queue.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            if (value == null) {
                throw new AssertionError("not within " + LIMIT + ": " + what.get());
            }
            return value;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for: " + what.get(), e);
        }
    }
}

package dev.beckon.benchmark.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Waits with a timeout. */
final class Await {

    private static final int POLL_MS = 2;

    private Await() {}

    static <T> T one(CompletableFuture<T> future, long timeout, TimeUnit unit)
            throws InterruptedException, TimeoutException {
        try {
            return future.get(timeout, unit);
        } catch (ExecutionException failed) {
            throw new IllegalStateException("the load failed: " + failed.getCause(), failed.getCause());
        }
    }

    static <T> List<T> all(List<CompletableFuture<T>> futures, long timeout, TimeUnit unit)
            throws InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + unit.toNanos(timeout);
        List<T> results = new ArrayList<>(futures.size());
        for (CompletableFuture<T> future : futures) {
            results.add(one(future, deadline - System.nanoTime(), TimeUnit.NANOSECONDS));
        }
        return results;
    }

    /** Polls counters, which do not notify about changes. Also ends at a fault. */
    static void until(BooleanSupplier done, String what, Faults faults, long timeout, TimeUnit unit)
            throws InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + unit.toNanos(timeout);
        while (!done.getAsBoolean()) {
            faults.check();
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("not within " + timeout + " " + unit + ": " + what);
            }
            Thread.sleep(POLL_MS);
        }
    }
}

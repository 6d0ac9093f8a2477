package dev.beckon.client.internal.thread;

import dev.beckon.client.internal.session.Timers;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The single thread of a client, which owns all mutable state. Other threads post tasks to change it. Tasks run in
 * order, one at a time, and never block.
 */
public final class ClientThread implements Timers, Executor {

    /** Monotonic milliseconds since an arbitrary origin. */
    public interface Clock {
        /** Returns the current time. */
        long nowMillis();
    }

    /** The device slept if the clock has advanced by this much more than the timers of the JVM. */
    private static final long SLEPT_MILLIS = 1_000;

    private final ScheduledThreadPoolExecutor executor;
    private final Clock clock;
    private final Runnable onWoke;
    private long aheadMillis;
    private volatile @Nullable Thread thread;

    /**
     * Creates a daemon thread with this name, started with the first task.
     *
     * @param clock keeps running while the device sleeps, unlike the timers of a JVM
     * @param onWoke runs before the next task when the device has slept
     */
    public ClientThread(String name, Clock clock, Runnable onWoke) {
        this.clock = clock;
        this.onWoke = onWoke;
        aheadMillis = aheadMillis();
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread created = new Thread(task, name);
            created.setDaemon(true);
            thread = created;
            return created;
        });
        executor.setRemoveOnCancelPolicy(true);
    }

    /**
     * Runs the task in its turn. Returns false, without running it, after {@link #shutdown}. Any thread may call it.
     */
    public boolean post(Runnable task) {
        try {
            executor.execute(guarded(task));
            return true;
        } catch (RejectedExecutionException afterShutdown) {
            return false;
        }
    }

    /** Like {@link #post}, ignoring the result: after {@link #shutdown} gRPC has nothing to report. */
    @Override
    public void execute(Runnable task) {
        post(task);
    }

    @Override
    public long nowMillis() {
        return clock.nowMillis();
    }

    private long aheadMillis() {
        return clock.nowMillis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    /** The timers of this JVM stop while an Android device sleeps, as System.nanoTime does. */
    private void lookAtClock() {
        long before = aheadMillis;
        aheadMillis = aheadMillis();
        if (aheadMillis - before >= SLEPT_MILLIS) {
            onWoke.run();
        }
    }

    @Override
    public Timer schedule(Runnable task, long delayMillis) {
        Future<?> future = executor.schedule(guarded(task), delayMillis, TimeUnit.MILLISECONDS);
        return () -> future.cancel(false);
    }

    /** Throws unless called on the client's thread. */
    public void assertOwned() {
        if (Thread.currentThread() != thread) {
            throw new IllegalStateException("called on " + Thread.currentThread() + " (expected: " + thread + ")");
        }
    }

    /** Reports an exception to the uncaught exception handler, which the executor alone would not do. */
    public static void report(Throwable fault) {
        Thread current = Thread.currentThread();
        current.getUncaughtExceptionHandler().uncaughtException(current, fault);
    }

    private Runnable guarded(Runnable task) {
        return () -> {
            try {
                lookAtClock();
                task.run();
            } catch (RuntimeException | Error fault) {
                report(fault);
            }
        };
    }

    /** Accepts no more tasks; those already posted still run. */
    public void shutdown() {
        executor.shutdown();
    }
}

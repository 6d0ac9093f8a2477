package dev.beckon.client.internal.thread;

import dev.beckon.client.internal.session.Timers;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one thread of a client. It owns all that changes: whoever wants something changed posts a task. Tasks run in order,
 * one at a time, and never block.
 */
public final class ClientThread implements Timers, Executor {

    /** Milliseconds since any origin, that only ever grow. */
    public interface Clock {
        /** Now. */
        long nowMillis();
    }

    /** The device slept when its clock has gone on by so much more than the timers of this JVM. */
    private static final long SLEPT_MILLIS = 1_000;

    private final ScheduledThreadPoolExecutor executor;
    private final Clock clock;
    private final Runnable onWoke;
    private long aheadMillis;
    private volatile @Nullable Thread thread;

    /**
     * A daemon thread of this name, started with the first task.
     *
     * @param clock goes on while the device sleeps, which the timers of a JVM may not do
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

    /** Runs the task in its turn; false, without running it, after {@link #shutdown}. Callable from anywhere. */
    public boolean post(Runnable task) {
        try {
            executor.execute(guarded(task));
            return true;
        } catch (RejectedExecutionException afterShutdown) {
            return false;
        }
    }

    /** The same, for callers that do not care: after {@link #shutdown} gRPC has nothing to tell any more. */
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

    /** The timers of this JVM stand still while an Android device sleeps (System.nanoTime does). */
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

    /** Throws unless this is the client's thread. */
    public void assertOwned() {
        if (Thread.currentThread() != thread) {
            throw new IllegalStateException("called on " + Thread.currentThread() + " (expected: " + thread + ")");
        }
    }

    /** Shows a fault as any thread shows it: the executor alone would keep it to itself. */
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

    /** Takes no more tasks; those that were posted still run. */
    public void shutdown() {
        executor.shutdown();
    }
}

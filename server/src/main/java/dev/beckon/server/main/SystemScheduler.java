package dev.beckon.server.main;

import dev.beckon.server.core.port.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The system clock. One thread only waits for due tasks; an executor runs them. */
final class SystemScheduler implements Scheduler, AutoCloseable {

    private final ScheduledThreadPoolExecutor executor;
    private final Executor due;
    private final Consumer<Throwable> onFault;

    /**
     * @param due runs due tasks; after its end the scheduler's own thread does
     * @param onFault receives what a task throws
     */
    SystemScheduler(Executor due, Consumer<Throwable> onFault) {
        this.due = due;
        this.onFault = onFault;
        this.executor = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("scheduler").factory());
        // Most timers are cancelled long before they are due, and each holds its session in memory.
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        ScheduledFuture<?> future = executor.schedule(() -> post(task), nanos(delay), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    /** Returns the number of waiting tasks. */
    int pending() {
        return executor.getQueue().size();
    }

    /** Drops all waiting tasks. */
    @Override
    public void close() {
        executor.shutdownNow();
    }

    /** A delay of thousands of years ("never") exceeds a long. */
    private static long nanos(Duration delay) {
        return TimeUnit.NANOSECONDS.convert(delay);
    }

    private void post(Runnable task) {
        try {
            due.execute(() -> run(task));
        } catch (RejectedExecutionException goingDown) {
            run(task);
        }
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException fault) {
            onFault.accept(fault);
        }
    }
}

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

/** The real time. One thread looks at the clock and does nothing else: what is due is done by an executor. */
final class SystemScheduler implements Scheduler, AutoCloseable {

    private final ScheduledThreadPoolExecutor executor;
    private final Executor due;
    private final Consumer<Throwable> onFault;

    /**
     * @param due runs what is due; after its end the clock's own thread does
     * @param onFault gets what a task throws
     */
    SystemScheduler(Executor due, Consumer<Throwable> onFault) {
        this.due = due;
        this.onFault = onFault;
        this.executor = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("scheduler").factory());
        // Most timers are taken back long before their time, and each holds its session.
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

    /** How many tasks wait. */
    int pending() {
        return executor.getQueue().size();
    }

    /** Drops all tasks that wait. */
    @Override
    public void close() {
        executor.shutdownNow();
    }

    /** "Never" may be thousands of years away, which is more than a long holds. */
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

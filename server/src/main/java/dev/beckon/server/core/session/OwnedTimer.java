package dev.beckon.server.core.session;

import dev.beckon.server.core.port.Scheduler;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A single timer. A cancelled task never runs, even if it was due and queued for the owner. Owned by: the executor
 * passed to the constructor.
 */
final class OwnedTimer {

    private final Scheduler scheduler;
    private final SerialExecutor executor;
    private Scheduler.@Nullable Timer timer;
    private long latest;
    private long dueAt;

    OwnedTimer(Scheduler scheduler, SerialExecutor executor) {
        this.scheduler = scheduler;
        this.executor = executor;
    }

    boolean isRunning() {
        return timer != null;
    }

    /** Returns the time until the task runs; empty if there is none. */
    Optional<Duration> remaining() {
        return timer == null
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(Math.max(0, dueAt - scheduler.nanoTime())));
    }

    /** Runs the task after the delay, in place of an earlier task. */
    void start(Duration delay, Runnable task) {
        stop();
        long mine = latest;
        dueAt = scheduler.nanoTime() + delay.toNanos();
        timer = scheduler.schedule(
                delay,
                () -> executor.execute(() -> {
                    if (mine == latest) {
                        timer = null;
                        task.run();
                    }
                }));
    }

    void stop() {
        latest++;
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}

package dev.beckon.server.core.session;

import dev.beckon.server.core.port.Scheduler;
import java.time.Duration;
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

    OwnedTimer(Scheduler scheduler, SerialExecutor executor) {
        this.scheduler = scheduler;
        this.executor = executor;
    }

    boolean isRunning() {
        return timer != null;
    }

    /** Runs the task after the delay, in place of an earlier task. */
    void start(Duration delay, Runnable task) {
        stop();
        long mine = latest;
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

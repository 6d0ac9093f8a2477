package dev.beckon.server.core.session;

import dev.beckon.server.core.port.Scheduler;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * At most one thing that is to happen later. What was taken back never happens, not even if its time had come and its task was
 * already waiting for the owner. Owned by: the executor that it was made with.
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

    /** Runs the task after the delay, instead of what was to happen before. */
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

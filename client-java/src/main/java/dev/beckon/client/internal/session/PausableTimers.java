package dev.beckon.client.internal.session;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Timers that can be stopped together, so that nothing wakes a device that sleeps. Timers that became due meanwhile run
 * when they are resumed.
 *
 * <p>Owned by its machine.
 */
final class PausableTimers implements Timers {

    private final Timers timers;
    private final Set<Pending> pending = new LinkedHashSet<>();
    private boolean paused;

    PausableTimers(Timers timers) {
        this.timers = timers;
    }

    @Override
    public long nowMillis() {
        return timers.nowMillis();
    }

    @Override
    public Timer schedule(Runnable task, long delayMillis) {
        Pending call = new Pending(task, nowMillis() + delayMillis);
        pending.add(call);
        if (!paused) {
            call.start();
        }
        return call;
    }

    void setPaused(boolean pause) {
        if (pause == paused) {
            return;
        }
        paused = pause;
        for (Pending call : pending) {
            if (pause) {
                call.stop();
            } else {
                call.start();
            }
        }
    }

    /** The clock jumped: run what is due now. */
    void reschedule() {
        if (!paused) {
            for (Pending call : pending) {
                call.stop();
                call.start();
            }
        }
    }

    private final class Pending implements Timer {
        private final Runnable task;
        private final long dueMillis;
        private @Nullable Timer running;

        Pending(Runnable task, long dueMillis) {
            this.task = task;
            this.dueMillis = dueMillis;
        }

        void start() {
            running = timers.schedule(this::run, Math.max(0, dueMillis - nowMillis()));
        }

        void stop() {
            if (running != null) {
                running.cancel();
                running = null;
            }
        }

        private void run() {
            // A timer that was cancelled while it was due must not run.
            if (pending.remove(this)) {
                task.run();
            }
        }

        @Override
        public void cancel() {
            if (pending.remove(this)) {
                stop();
            }
        }
    }
}

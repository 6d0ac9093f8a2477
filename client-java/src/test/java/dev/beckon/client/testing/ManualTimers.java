package dev.beckon.client.testing;

import dev.beckon.client.internal.session.Timers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Time that stands still until the test moves it. */
public final class ManualTimers implements Timers {

    private final class Due implements Timer {
        private final long atMillis;
        private final Runnable task;

        Due(long atMillis, Runnable task) {
            this.atMillis = atMillis;
            this.task = task;
        }

        @Override
        public void cancel() {
            pending.remove(this);
        }
    }

    private final List<Due> pending = new ArrayList<>();
    private long nowMillis;

    public ManualTimers(long startMillis) {
        nowMillis = startMillis;
    }

    @Override
    public long nowMillis() {
        return nowMillis;
    }

    @Override
    public Timer schedule(Runnable task, long delayMillis) {
        Due due = new Due(nowMillis + delayMillis, task);
        pending.add(due);
        return due;
    }

    /** Moves time on, and makes each call that falls due at its own time. */
    public void advance(long millis) {
        long target = nowMillis + millis;
        while (true) {
            Due next = pending.stream()
                    .filter(due -> due.atMillis <= target)
                    .min(Comparator.comparingLong(due -> due.atMillis))
                    .orElse(null);
            if (next == null) {
                nowMillis = target;
                return;
            }
            pending.remove(next);
            nowMillis = Math.max(nowMillis, next.atMillis);
            next.task.run();
        }
    }

    public int pending() {
        return pending.size();
    }
}

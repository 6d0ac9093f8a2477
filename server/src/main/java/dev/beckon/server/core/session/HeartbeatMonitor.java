package dev.beckon.server.core.session;

import dev.beckon.server.core.message.Heartbeats;
import dev.beckon.server.core.port.Scheduler;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Breaks the server's silence and notices the client's. Owned by: session executor. */
final class HeartbeatMonitor {

    private static final Duration SHORTEST = Duration.ofMillis(1);

    private final Heartbeats intervals;
    private final Scheduler scheduler;
    private final SerialExecutor executor;
    private final Runnable beat;
    private final Runnable dead;

    private long lastSent;
    private long lastHeard;
    private Scheduler.@Nullable Timer timer;

    /**
     * @param beat sends a heartbeat
     * @param dead ends the stream
     */
    HeartbeatMonitor(Heartbeats intervals, Scheduler scheduler, SerialExecutor executor, Runnable beat, Runnable dead) {
        this.intervals = intervals;
        this.scheduler = scheduler;
        this.executor = executor;
        this.beat = beat;
        this.dead = dead;
    }

    void start() {
        lastSent = scheduler.nanoTime();
        lastHeard = lastSent;
        scheduleNext(lastSent);
    }

    void sent() {
        lastSent = scheduler.nanoTime();
    }

    void heard() {
        lastHeard = scheduler.nanoTime();
    }

    void stop() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void onTimer() {
        executor.assertOwned();
        if (timer == null) {
            return;
        }
        long now = scheduler.nanoTime();
        if (now - lastHeard >= intervals.deadAfter().toNanos()) {
            dead.run();
            return;
        }
        if (now - lastSent >= intervals.server().toNanos()) {
            beat.run();
            // Whether the stream took it or not: one that is full is noticed elsewhere.
            lastSent = now;
        }
        if (timer != null) {
            scheduleNext(now);
        }
    }

    private void scheduleNext(long now) {
        long untilBeat = intervals.server().toNanos() - (now - lastSent);
        long untilDead = intervals.deadAfter().toNanos() - (now - lastHeard);
        Duration next = Duration.ofNanos(Math.min(untilBeat, untilDead));
        timer = scheduler.schedule(
                next.compareTo(SHORTEST) < 0 ? SHORTEST : next, () -> executor.execute(this::onTimer));
    }
}

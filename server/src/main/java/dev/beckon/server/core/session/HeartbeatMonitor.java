package dev.beckon.server.core.session;

import dev.beckon.server.core.message.Heartbeats;
import dev.beckon.server.core.port.Scheduler;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Sends heartbeats to the client and detects its silence. Owned by: session executor. */
final class HeartbeatMonitor {

    private static final Duration SHORTEST = Duration.ofMillis(1);

    private final Heartbeats intervals;
    private final Scheduler scheduler;
    private final Runnable beat;
    private final Runnable dead;

    private Duration deadAfter;
    private long lastSent;
    private long lastHeard;
    private final OwnedTimer timer;
    private boolean isStopped;

    /**
     * @param beat sends a heartbeat
     * @param dead ends the stream
     */
    HeartbeatMonitor(Heartbeats intervals, Scheduler scheduler, SerialExecutor executor, Runnable beat, Runnable dead) {
        this.intervals = intervals;
        this.deadAfter = intervals.deadAfter();
        this.scheduler = scheduler;
        this.timer = new OwnedTimer(scheduler, executor);
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

    /**
     * The client promises its next frame within this time; null for the usual interval. A promise can only shorten the
     * time until the stream counts as dead.
     */
    void promised(@Nullable Duration nextWithin) {
        Duration usual = intervals.deadAfter();
        Duration sooner =
                nextWithin == null ? usual : nextWithin.multipliedBy(5).dividedBy(2);
        Duration before = deadAfter;
        deadAfter = sooner.compareTo(usual) < 0 ? sooner : usual;
        // Most heartbeats repeat the promise; they cost no timer.
        if (timer.isRunning() && !deadAfter.equals(before)) {
            scheduleNext(scheduler.nanoTime());
        }
    }

    void stop() {
        isStopped = true;
        timer.stop();
    }

    private void onTimer() {
        long now = scheduler.nanoTime();
        if (now - lastHeard >= deadAfter.toNanos()) {
            dead.run();
            return;
        }
        if (now - lastSent >= intervals.server().toNanos()) {
            beat.run();
            // Even if the stream did not take it: a full stream is handled elsewhere.
            lastSent = now;
        }
        if (!isStopped) {
            scheduleNext(now);
        }
    }

    private void scheduleNext(long now) {
        long untilBeat = intervals.server().toNanos() - (now - lastSent);
        long untilDead = deadAfter.toNanos() - (now - lastHeard);
        Duration next = Duration.ofNanos(Math.min(untilBeat, untilDead));
        timer.start(next.compareTo(SHORTEST) < 0 ? SHORTEST : next, this::onTimer);
    }
}

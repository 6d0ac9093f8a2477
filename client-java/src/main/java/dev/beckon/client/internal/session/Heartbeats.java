package dev.beckon.client.internal.session;

import org.jspecify.annotations.Nullable;

/**
 * Sends heartbeats and detects a dead server.
 *
 * <p>Owned by its attachment. Each direction has one timer, which is rescheduled when it fires and not with every
 * frame.
 */
final class Heartbeats {

    /** The server counts as dead after this many of its intervals of silence. */
    static final double DEAD_AFTER_INTERVALS = 2.5;

    /** What the attachment does. */
    interface Pulse {
        /** Send a heartbeat. */
        void beat();

        /** Returns whether the client is reading. While it is not, silence is its own doing. */
        boolean isReading();

        /** The server is dead. */
        void onSilent(long silentMillis);
    }

    private final Timers timers;
    private final Pulse pulse;
    private long lastSentMillis;
    private long lastHeardMillis;
    private long beatEveryMillis;
    private long deadAfterMillis;
    private Timers.@Nullable Timer beatTimer;
    private Timers.@Nullable Timer silenceTimer;

    Heartbeats(Timers timers, Pulse pulse) {
        this.timers = timers;
        this.pulse = pulse;
    }

    /**
     * Starts.
     *
     * @param clientIntervalMillis longest time between two frames of this client; 0: no limit
     * @param serverIntervalMillis longest silence of the server; 0: no limit
     */
    void start(long clientIntervalMillis, long serverIntervalMillis) {
        beatEveryMillis = clientIntervalMillis;
        deadAfterMillis = (long) (serverIntervalMillis * DEAD_AFTER_INTERVALS);
        lastHeardMillis = timers.nowMillis();
        if (beatEveryMillis > 0) {
            scheduleBeat();
        }
        if (deadAfterMillis > 0) {
            scheduleSilenceCheck();
        }
    }

    void onSent() {
        lastSentMillis = timers.nowMillis();
    }

    void onHeard() {
        lastHeardMillis = timers.nowMillis();
    }

    /** Ignores the silence up to now, because the client was not reading. */
    void excuse() {
        lastHeardMillis = timers.nowMillis();
    }

    void stop() {
        if (beatTimer != null) {
            beatTimer.cancel();
        }
        if (silenceTimer != null) {
            silenceTimer.cancel();
        }
    }

    private void scheduleBeat() {
        long due = lastSentMillis + beatEveryMillis - timers.nowMillis();
        beatTimer = timers.schedule(this::onBeatTimer, Math.max(0, due));
    }

    private void onBeatTimer() {
        if (timers.nowMillis() - lastSentMillis >= beatEveryMillis) {
            pulse.beat();
            lastSentMillis = timers.nowMillis();
        }
        scheduleBeat();
    }

    private void scheduleSilenceCheck() {
        long due = lastHeardMillis + deadAfterMillis - timers.nowMillis();
        silenceTimer = timers.schedule(this::onSilenceTimer, Math.max(0, due));
    }

    private void onSilenceTimer() {
        if (!pulse.isReading()) {
            lastHeardMillis = timers.nowMillis();
        }
        long silentMillis = timers.nowMillis() - lastHeardMillis;
        if (silentMillis >= deadAfterMillis) {
            pulse.onSilent(silentMillis);
            return;
        }
        scheduleSilenceCheck();
    }
}

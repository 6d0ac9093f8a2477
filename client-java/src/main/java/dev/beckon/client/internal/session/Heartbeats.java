package dev.beckon.client.internal.session;

import org.jspecify.annotations.Nullable;

/**
 * Says that the client is alive, and notices when the server is not.
 *
 * <p>Owned by its attachment. Each direction has one timer, which is moved when it fires and not with every frame.
 */
final class Heartbeats {

    /** The server is dead after this many of its intervals without a word. */
    static final double DEAD_AFTER_INTERVALS = 2.5;

    /** What the attachment does about it. */
    interface Pulse {
        /** Send a heartbeat. */
        void beat();

        /** Whether the client reads at all: as long as it does not, silence is its own doing. */
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
     * Begins.
     *
     * @param clientIntervalMillis how often this client must say something; 0: never
     * @param serverIntervalMillis how long the server may be silent; 0: for ever
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

    /** Silence up to now was nobody's fault: nothing was listened to. */
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

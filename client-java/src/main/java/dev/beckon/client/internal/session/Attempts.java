package dev.beckon.client.internal.session;

/**
 * Counts the reconnect attempts since the last stable stream.
 *
 * <p>Owned by its machine.
 */
final class Attempts {

    /** A stream that lasted this long after its welcome was stable. */
    static final long HELD_MILLIS = 10_000;

    private static final long NEVER = -1;

    private final Backoff backoff;
    private int attempt;
    private long welcomedAtMillis = NEVER;

    Attempts(Backoff backoff) {
        this.backoff = backoff;
    }

    /** The next loss counts as the first one. */
    void reset() {
        attempt = 0;
    }

    /** An attempt is made now without a delay; if it fails, the next one is delayed. */
    void spendFirst() {
        attempt = 1;
    }

    void onWelcome(long nowMillis) {
        welcomedAtMillis = nowMillis;
    }

    /** Whether the stream that was just lost had received its welcome. */
    boolean wasWelcomed() {
        return welcomedAtMillis != NEVER;
    }

    /** The stream was lost with a known time for the next attempt. */
    void onPlannedLoss() {
        attempt = Math.max(attempt, 1);
        welcomedAtMillis = NEVER;
    }

    /** The stream or the attempt was lost. Returns the delay of the next attempt; negative to give up. */
    long onLoss(long nowMillis) {
        if (welcomedAtMillis != NEVER && nowMillis - welcomedAtMillis >= HELD_MILLIS) {
            attempt = 0;
        }
        welcomedAtMillis = NEVER;
        return backoff.delayMillis(attempt++);
    }
}

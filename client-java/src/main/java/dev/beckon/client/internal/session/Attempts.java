package dev.beckon.client.internal.session;

/**
 * Counts the attempts to come back since the last stream that held.
 *
 * <p>Owned by its machine.
 */
final class Attempts {

    /** A stream that lived this long after its welcome held. */
    static final long HELD_MILLIS = 10_000;

    private static final long NEVER = -1;

    private final Backoff backoff;
    private int attempt;
    private long welcomedAtMillis = NEVER;

    Attempts(Backoff backoff) {
        this.backoff = backoff;
    }

    /** The next loss counts as the first. */
    void reset() {
        attempt = 0;
    }

    /** An attempt is made now that needed no waiting; if it fails, the next one waits. */
    void spendFirst() {
        attempt = 1;
    }

    void onWelcome(long nowMillis) {
        welcomedAtMillis = nowMillis;
    }

    /** Whether the stream that was just lost had its welcome. */
    boolean wasWelcomed() {
        return welcomedAtMillis != NEVER;
    }

    /** The stream is lost, which asks for its own moment to come back. */
    void onPlannedLoss() {
        attempt = Math.max(attempt, 1);
        welcomedAtMillis = NEVER;
    }

    /** The stream or the attempt is lost; how long to wait, negative to give up. */
    long onLoss(long nowMillis) {
        if (welcomedAtMillis != NEVER && nowMillis - welcomedAtMillis >= HELD_MILLIS) {
            attempt = 0;
        }
        welcomedAtMillis = NEVER;
        return backoff.delayMillis(attempt++);
    }
}

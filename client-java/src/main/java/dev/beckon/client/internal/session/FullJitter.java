package dev.beckon.client.internal.session;

/** The delays of the default reconnect policy: none at first, then random below a limit that doubles. */
public final class FullJitter {

    private static final long MIN_MILLIS = 250;
    private static final long MAX_MILLIS = 20_000;

    private FullJitter() {}

    /** Returns the delay before this attempt, counted from 0; {@code random} is at least 0 and less than 1. */
    public static long delayMillis(int attempt, double random) {
        if (attempt == 0) {
            return 0;
        }
        long limit = Math.min(MAX_MILLIS, MIN_MILLIS << Math.min(attempt, 7));
        return MIN_MILLIS + (long) (random * (limit - MIN_MILLIS));
    }
}

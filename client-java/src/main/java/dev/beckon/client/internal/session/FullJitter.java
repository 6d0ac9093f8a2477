package dev.beckon.client.internal.session;

/** The arithmetic of the default reconnect policy: at once, then at random below a limit that doubles. */
public final class FullJitter {

    private static final long MIN_MILLIS = 250;
    private static final long MAX_MILLIS = 20_000;

    private FullJitter() {}

    /** The delay before this attempt, counted from 0; {@code random} is 0 or more and less than 1. */
    public static long delayMillis(int attempt, double random) {
        if (attempt == 0) {
            return 0;
        }
        long limit = Math.min(MAX_MILLIS, MIN_MILLIS << Math.min(attempt, 7));
        return MIN_MILLIS + (long) (random * (limit - MIN_MILLIS));
    }
}

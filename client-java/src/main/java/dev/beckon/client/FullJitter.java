package dev.beckon.client;

/** The arithmetic of the default reconnect policy. */
final class FullJitter {

    private static final long MIN_MILLIS = 250;
    private static final long MAX_MILLIS = 20_000;

    private FullJitter() {}

    /** The delay before this attempt; {@code random} is 0 or more and less than 1. */
    static long delayMillis(int attempt, double random) {
        if (attempt == 0) {
            return 0;
        }
        long limit = Math.min(MAX_MILLIS, MIN_MILLIS << Math.min(attempt, 7));
        return MIN_MILLIS + (long) (random * (limit - MIN_MILLIS));
    }
}

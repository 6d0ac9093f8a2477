package dev.beckon.client.faults;

import java.util.Arrays;
import java.util.Locale;

/** How long messages took from the call of send to the receiver's callback. Thread-safe. */
final class Latencies {

    private long[] nanos = new long[4096];
    private int count;

    synchronized void add(long took) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = took;
    }

    synchronized int count() {
        return count;
    }

    /** The time that this share of the messages did not exceed, in ms. */
    synchronized double quantileMillis(double share) {
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return count == 0 ? 0 : sorted[(int) Math.min(count - 1L, Math.round(share * (count - 1)))] / 1e6;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%7d messages, p50 %7.1f ms, p99 %7.1f ms, max %7.1f ms",
                count(),
                quantileMillis(0.5),
                quantileMillis(0.99),
                quantileMillis(1));
    }
}

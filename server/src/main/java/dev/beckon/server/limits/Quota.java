package dev.beckon.server.limits;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Counts permits per holder. Keeps only holders that have permits. Callable from any thread.
 *
 * @param <K> the holder
 */
final class Quota<K> {

    private final int max;
    private final ConcurrentMap<K, Integer> taken = new ConcurrentHashMap<>();

    /**
     * Creates a quota with no permits taken.
     *
     * @param max per holder; 0 for no limit
     */
    Quota(int max) {
        this.max = max;
    }

    /** Takes a permit, if the holder is below the limit. */
    boolean tryTake(K holder) {
        return tryTake(holder, max);
    }

    /**
     * Takes a permit, if the holder is below a limit of this moment.
     *
     * @param most 0 for no limit
     */
    boolean tryTake(K holder, int most) {
        boolean[] took = {false};
        taken.compute(holder, (key, count) -> {
            int held = count == null ? 0 : count;
            took[0] = most == 0 || held < most;
            return took[0] ? Integer.valueOf(held + 1) : count;
        });
        return took[0];
    }

    /** Takes a permit even beyond the limit. */
    void take(K holder) {
        taken.merge(holder, 1, Integer::sum);
    }

    /** Returns a permit. */
    void release(K holder) {
        taken.computeIfPresent(holder, (key, count) -> count == 1 ? null : Integer.valueOf(count - 1));
    }

    /** Returns the number of holders with permits. */
    int holders() {
        return taken.size();
    }
}

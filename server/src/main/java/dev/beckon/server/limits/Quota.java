package dev.beckon.server.limits;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * How many of something each holder has. Remembers only holders that have any. Callable from any thread.
 *
 * @param <K> who holds
 */
final class Quota<K> {

    private final int max;
    private final ConcurrentMap<K, Integer> taken = new ConcurrentHashMap<>();

    /**
     * Makes a quota of which nothing is taken.
     *
     * @param max of each holder; 0 for no limit
     */
    Quota(int max) {
        this.max = max;
    }

    /** Takes one, if the holder may have one more. */
    boolean tryTake(K holder) {
        boolean[] took = {false};
        taken.compute(holder, (key, count) -> {
            int held = count == null ? 0 : count;
            took[0] = max == 0 || held < max;
            return took[0] ? Integer.valueOf(held + 1) : count;
        });
        return took[0];
    }

    /** Takes one in any case. */
    void take(K holder) {
        taken.merge(holder, 1, Integer::sum);
    }

    /** Gives one back. */
    void release(K holder) {
        taken.computeIfPresent(holder, (key, count) -> count == 1 ? null : Integer.valueOf(count - 1));
    }

    /** How many holders have any. */
    int holders() {
        return taken.size();
    }
}

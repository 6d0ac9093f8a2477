package dev.beckon.server.core.session;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Counts bytes per subject of access tokens. Keeps only subjects that have bytes, and counts nothing without a limit or
 * for the subject "". Callable from any thread.
 */
final class SubjectBytes {

    private final long max;
    private final ConcurrentMap<String, Long> used = new ConcurrentHashMap<>();

    /** @param max per subject; 0 for no limit */
    SubjectBytes(long max) {
        this.max = max;
    }

    /** Takes room, if the subject stays within the limit. */
    boolean tryTake(String subject, int bytes) {
        if (!isCounted(subject, bytes)) {
            return true;
        }
        boolean[] took = {false};
        used.compute(subject, (key, held) -> {
            long before = held == null ? 0 : held;
            took[0] = before + bytes <= max;
            return took[0] ? Long.valueOf(before + bytes) : held;
        });
        return took[0];
    }

    /** Takes room even beyond the limit. */
    void take(String subject, int bytes) {
        if (isCounted(subject, bytes)) {
            used.merge(subject, (long) bytes, Long::sum);
        }
    }

    void give(String subject, int bytes) {
        if (isCounted(subject, bytes)) {
            used.computeIfPresent(subject, (key, held) -> held == bytes ? null : Long.valueOf(held - bytes));
        }
    }

    /** Returns the bytes of a subject. */
    long used(String subject) {
        return used.getOrDefault(subject, 0L);
    }

    /** Returns the number of subjects that have bytes. */
    int subjects() {
        return used.size();
    }

    private boolean isCounted(String subject, int bytes) {
        return max != 0 && bytes != 0 && !subject.isEmpty();
    }
}

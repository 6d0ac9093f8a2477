package dev.beckon.client.internal.session;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Signals of this session that were taken: a notice may still report that they were not delivered. Limited like the
 * default mailbox of a receiver: the oldest are forgotten first, and the app gets a notice about them as it is.
 *
 * <p>Owned by its outbox.
 */
final class TakenSignals {

    static final int MAX_SIGNALS = 4096;
    static final int MAX_BYTES = 1 << 20;

    private final Map<Long, Submission> bySeq = new LinkedHashMap<>();
    private long bytes;

    void add(long seq, Submission signal) {
        bySeq.put(seq, signal);
        bytes += signal.frame().sizeBytes();
        Iterator<Submission> oldest = bySeq.values().iterator();
        while (bySeq.size() > MAX_SIGNALS || bytes > MAX_BYTES) {
            bytes -= oldest.next().frame().sizeBytes();
            oldest.remove();
        }
    }

    /** Removes and returns the signal with this seq, or null if there is none. */
    @Nullable
    Submission remove(long seq) {
        Submission signal = bySeq.remove(seq);
        if (signal != null) {
            bytes -= signal.frame().sizeBytes();
        }
        return signal;
    }

    void clear() {
        bySeq.clear();
        bytes = 0;
    }
}

package dev.beckon.simulation.check;

import dev.beckon.simulation.time.History;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The findings of a run: the first broken guarantee, and counts of events. */
public final class Findings {

    /** The events that are counted. */
    public enum Count {
        SIGNALS_TAKEN,
        SIGNALS_DELIVERED,
        SIGNALS_REFUSED,
        SIGNALS_NOTICED,
        SIGNALS_DIED_WITH_SENDER,
        SIGNALS_DIED_WITH_NODE,
        ATTACHES,
        RESUMES,
        RESYNCS,
        REPLACEMENTS,
        EXPIRIES,
        CUTS,
        RESTARTS,
        MAILBOX_FULL,
        RATE_LIMITED,
        SLOW,
        TAKEOVERS
    }

    private final Map<Count, Long> counts = new EnumMap<>(Count.class);
    private final History history;
    private @Nullable String broken;

    public Findings(History history) {
        this.history = history;
    }

    /**
     * Reports a broken guarantee; the first one counts. Not an exception, which the core would treat as its own error.
     *
     * @param check the check that failed, for instance "P1 doubled"
     */
    public void broken(String check, Object... details) {
        if (broken == null) {
            StringBuilder words = new StringBuilder(check).append(':');
            for (Object detail : details) {
                words.append(' ').append(detail);
            }
            broken = words.toString();
            history.stop(broken);
        }
    }

    public @Nullable String broken() {
        return broken;
    }

    public void count(Count what) {
        counts.merge(what, 1L, Long::sum);
    }

    public Map<Count, Long> counts() {
        return counts;
    }
}

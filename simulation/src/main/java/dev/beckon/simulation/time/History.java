package dev.beckon.simulation.time;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** The history of a run: always as a digest, which distinguishes histories, and as lines if requested. */
public final class History {

    private final int keep;
    private final Deque<String> lines = new ArrayDeque<>();
    private long digest = 17;
    private boolean stopped;

    /** @param keep how many of the latest lines to keep; 0 for none */
    public History(int keep) {
        this.keep = keep;
    }

    void step(long now) {
        digest = digest * 31 + now;
    }

    void note(long now, String what, Object... details) {
        digest = digest * 31 + what.hashCode();
        if (keep == 0 || stopped) {
            return;
        }
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%12.6f %s", now / 1e9, what));
        for (Object detail : details) {
            line.append(' ').append(detail);
        }
        lines.add(line.toString());
        if (lines.size() > keep) {
            lines.remove();
        }
    }

    /** Ends the run early, because its purpose is reached. */
    public void stop(String why) {
        stopped = true;
        if (keep > 0) {
            lines.add("             " + why);
        }
    }

    boolean isStopped() {
        return stopped;
    }

    public long digest() {
        return digest;
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }
}

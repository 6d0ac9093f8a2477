package dev.beckon.server.limits;

/** Counts events in consecutive time windows. Owned by: its creator. */
public final class EventWindow {

    private final int max;
    private final long windowNanos;
    private long since;
    private int count;

    /**
     * Creates a window that begins now.
     *
     * @param max events allowed per window
     */
    public EventWindow(int max, long windowNanos, long nowNanos) {
        this.max = max;
        this.windowNanos = windowNanos;
        this.since = nowNanos;
    }

    /** Counts an event. Returns true for the first event of its window beyond the maximum. */
    public boolean isFirstTooMany(long nowNanos) {
        if (nowNanos - since >= windowNanos) {
            since = nowNanos;
            count = 0;
        }
        count++;
        return count == max + 1;
    }
}

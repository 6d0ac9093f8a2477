package dev.beckon.server.limits;

/** Counts events in windows of time that follow each other. Owned by: whoever made it. */
public final class EventWindow {

    private final int max;
    private final long windowNanos;
    private long since;
    private int count;

    /**
     * Makes a window that begins now.
     *
     * @param max events that a window may have
     */
    public EventWindow(int max, long windowNanos, long nowNanos) {
        this.max = max;
        this.windowNanos = windowNanos;
        this.since = nowNanos;
    }

    /** Counts an event. Whether that was the first one too many of its window. */
    public boolean isFirstTooMany(long nowNanos) {
        if (nowNanos - since >= windowNanos) {
            since = nowNanos;
            count = 0;
        }
        count++;
        return count == max + 1;
    }
}

package dev.beckon.server.limits;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The minimum pace of a request. A request may fall behind the minimum rate by the patience: at the start, in pauses,
 * and in total while it is slower than the rate. So a steady request gets all the time it needs, and a trickling one
 * ends.
 *
 * @param patience how far a request may be behind, more than 0
 * @param bytesPerSecond the minimum rate, at least 1
 */
public record UploadPace(Duration patience, int bytesPerSecond) {

    /** Returns the time that these bytes take at the minimum rate. */
    long nanosFor(long bytes) {
        return bytes * TimeUnit.SECONDS.toNanos(1) / bytesPerSecond;
    }

    /** Starts to track a request without any bytes yet. */
    public Follower follow(long nowNanos) {
        return new Follower(this, nowNanos);
    }

    /** Tracks how far one request is behind. Written by one thread, read by any. */
    public static final class Follower {

        private final UploadPace pace;
        /** When the bytes so far were due at the minimum rate; never in the future. */
        private volatile long upToDateNanos;

        private Follower(UploadPace pace, long nowNanos) {
            this.pace = pace;
            this.upToDateNanos = nowNanos;
        }

        /** Adds received bytes. Early bytes are no credit for a later pause. */
        public void onBytes(long bytes, long nowNanos) {
            long then = upToDateNanos + pace.nanosFor(bytes);
            upToDateNanos = then - nowNanos < 0 ? then : nowNanos;
        }

        /** Returns how far the request is behind. */
        public long behindNanos(long nowNanos) {
            return nowNanos - upToDateNanos;
        }

        /** Returns how long the request may pause; 0 or less if it is too slow. */
        public long patienceLeftNanos(long nowNanos) {
            return pace.patience().toNanos() - behindNanos(nowNanos);
        }
    }
}

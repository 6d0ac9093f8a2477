package dev.beckon.server.limits;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How slowly a request may arrive. It may be behind by the patience: at first, whenever it pauses, and for as long as it is
 * slower than the least rate. So one that moves gets all the time that it needs, and one that trickles ends.
 *
 * @param patience how far a request may be behind, more than 0
 * @param bytesPerSecond the least rate, at least 1
 */
public record UploadPace(Duration patience, int bytesPerSecond) {

    /** How much time these bytes buy. */
    long nanosFor(long bytes) {
        return bytes * TimeUnit.SECONDS.toNanos(1) / bytesPerSecond;
    }

    /** Begins to follow a request of which nothing has come. */
    public Follower follow(long nowNanos) {
        return new Follower(this, nowNanos);
    }

    /** How far one request is behind. Written by one thread, read by any. */
    public static final class Follower {

        private final UploadPace pace;
        /** When it had all the bytes that the least rate asks for; never in the future. */
        private volatile long upToDateNanos;

        private Follower(UploadPace pace, long nowNanos) {
            this.pace = pace;
            this.upToDateNanos = nowNanos;
        }

        /** So much more has come. What comes early is no credit for a pause later. */
        public void onBytes(long bytes, long nowNanos) {
            long then = upToDateNanos + pace.nanosFor(bytes);
            upToDateNanos = then - nowNanos < 0 ? then : nowNanos;
        }

        /** How long it is behind. */
        public long behindNanos(long nowNanos) {
            return nowNanos - upToDateNanos;
        }

        /** How long it may still do nothing; 0 or less when it is too slow. */
        public long patienceLeftNanos(long nowNanos) {
            return pace.patience().toNanos() - behindNanos(nowNanos);
        }
    }
}

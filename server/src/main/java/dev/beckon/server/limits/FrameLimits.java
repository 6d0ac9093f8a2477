package dev.beckon.server.limits;

import dev.beckon.server.core.port.FrameLimiter;
import dev.beckon.server.core.port.Scheduler;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.local.SynchronizationStrategy;
import org.jspecify.annotations.Nullable;

/** Limits the frame rate of each session with a token bucket per session. Callable from any thread. */
public final class FrameLimits {

    private final @Nullable TokenBuckets buckets;

    /**
     * Creates limits on the scheduler's clock.
     *
     * @param perSecond frames in the long run; 0 for no limit
     * @param burst frames at once after a quiet period, at least 1
     */
    public FrameLimits(Scheduler scheduler, int perSecond, int burst) {
        buckets = perSecond == 0 ? null : new TokenBuckets(scheduler, perSecond, burst);
    }

    /** Returns the limiter of a new session, for use by its owner only. */
    public FrameLimiter newLimiter() {
        TokenBuckets limited = buckets;
        return limited == null ? () -> 0 : new Limiter(limited);
    }

    /**
     * The bucket is created with the first frame: most sessions are idle, and memory per session is what a node costs.
     */
    private static final class Limiter implements FrameLimiter {

        private final TokenBuckets buckets;
        private @Nullable Bucket bucket;

        Limiter(TokenBuckets buckets) {
            this.buckets = buckets;
        }

        @Override
        public long takeOrWaitNanos() {
            Bucket full = bucket;
            if (full == null) {
                // Unsynchronized: a session has one owner.
                full = buckets.newBucket(SynchronizationStrategy.NONE);
                bucket = full;
            }
            return TokenBuckets.takeOrWaitNanos(full);
        }
    }
}

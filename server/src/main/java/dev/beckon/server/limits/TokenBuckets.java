package dev.beckon.server.limits;

import dev.beckon.server.core.port.Scheduler;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.SynchronizationStrategy;
import java.time.Duration;

/** Creates token buckets of one size on the scheduler's clock. Callable from any thread. */
final class TokenBuckets {

    private final Bandwidth bandwidth;
    private final TimeMeter time;

    /**
     * @param perSecond tokens refilled per second, at least 1
     * @param burst capacity of a bucket, at least 1
     */
    TokenBuckets(Scheduler scheduler, int perSecond, int burst) {
        bandwidth = Bandwidth.builder()
                .capacity(burst)
                .refillGreedy(perSecond, Duration.ofSeconds(1))
                .build();
        time = new TimeMeter() {
            @Override
            public long currentTimeNanos() {
                return scheduler.nanoTime();
            }

            @Override
            public boolean isWallClockBased() {
                return false;
            }
        };
    }

    /** Returns a new, full bucket. */
    Bucket newBucket(SynchronizationStrategy strategy) {
        return Bucket.builder()
                .addLimit(bandwidth)
                .withCustomTimePrecision(time)
                .withSynchronizationStrategy(strategy)
                .build();
    }

    /**
     * Takes one token. Returns 0, or the nanoseconds until one is available. Allocates nothing while there are tokens.
     */
    static long takeOrWaitNanos(Bucket bucket) {
        return bucket.tryConsume(1)
                ? 0
                : Math.max(1, bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill());
    }
}

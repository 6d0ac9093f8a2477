package dev.beckon.server.limits;

import dev.beckon.server.core.port.Scheduler;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.SynchronizationStrategy;
import java.time.Duration;

/** Makes token buckets of one size that live by the scheduler's time. Callable from any thread. */
final class TokenBuckets {

    private final Bandwidth bandwidth;
    private final TimeMeter time;

    /**
     * Makes a maker of buckets.
     *
     * @param perSecond tokens that come back in a second, at least 1
     * @param burst tokens of a full bucket, at least 1
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

    /** A full bucket. */
    Bucket newBucket(SynchronizationStrategy strategy) {
        return Bucket.builder()
                .addLimit(bandwidth)
                .withCustomTimePrecision(time)
                .withSynchronizationStrategy(strategy)
                .build();
    }

    /** Takes one token: 0; or how many nanoseconds to wait for one. Costs nothing but the bucket as long as there are tokens. */
    static long takeOrWaitNanos(Bucket bucket) {
        return bucket.tryConsume(1)
                ? 0
                : Math.max(1, bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill());
    }
}

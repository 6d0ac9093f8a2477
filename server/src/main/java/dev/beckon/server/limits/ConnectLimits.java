package dev.beckon.server.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.beckon.server.core.port.Scheduler;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.local.SynchronizationStrategy;
import java.net.InetAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Limits the rate of connects: a token bucket per address (/64 for IPv6). An address is dropped when its bucket is full
 * again, or when {@link #MAX_ADDRESSES} others were seen since; a dropped address starts with a full bucket. Callable
 * from any thread.
 */
public final class ConnectLimits {

    /** About 20 MiB of buckets. */
    static final int MAX_ADDRESSES = 65_536;

    private final @Nullable TokenBuckets buckets;
    private final Cache<AddressGroup, Bucket> byAddress;

    /**
     * Creates limits on the scheduler's clock.
     *
     * @param perSecond connects in the long run; 0 for no limit
     * @param burst connects at once, at least 1
     */
    public ConnectLimits(Scheduler scheduler, int perSecond, int burst) {
        buckets = perSecond == 0 ? null : new TokenBuckets(scheduler, perSecond, burst);
        byAddress = Caffeine.newBuilder()
                .maximumSize(MAX_ADDRESSES)
                .expireAfterAccess(timeToFill(perSecond, burst))
                .ticker(scheduler::nanoTime)
                .executor(Runnable::run)
                .build();
    }

    /** Takes one connect. Returns 0, or the nanoseconds until this address has one, in which case none was taken. */
    public long takeOrWaitNanos(InetAddress address) {
        TokenBuckets limited = buckets;
        if (limited == null) {
            return 0;
        }
        Bucket bucket = byAddress.get(
                AddressGroup.of(address), unknown -> limited.newBucket(SynchronizationStrategy.LOCK_FREE));
        return TokenBuckets.takeOrWaitNanos(bucket);
    }

    /** Returns the number of addresses held. */
    public long addresses() {
        byAddress.cleanUp();
        return byAddress.estimatedSize();
    }

    private static Duration timeToFill(int perSecond, int burst) {
        return Duration.ofSeconds(perSecond == 0 ? 1 : burst / perSecond + 1L);
    }
}

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
 * How often clients may connect: a token bucket per address, and per /64 of IPv6. An address is forgotten once its bucket
 * is full again, or when {@link #MAX_ADDRESSES} others were heard of since: a forgotten one begins with a full bucket.
 * Callable from any thread.
 */
public final class ConnectLimits {

    /** About 20 MiB of buckets. */
    static final int MAX_ADDRESSES = 65_536;

    private final @Nullable TokenBuckets buckets;
    private final Cache<AddressGroup, Bucket> byAddress;

    /**
     * Makes limits that live by the scheduler's time.
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

    /** Takes one connect: 0; or how many nanoseconds this address has to wait for one, and nothing was taken. */
    public long takeOrWaitNanos(InetAddress address) {
        TokenBuckets limited = buckets;
        if (limited == null) {
            return 0;
        }
        Bucket bucket = byAddress.get(
                AddressGroup.of(address), unknown -> limited.newBucket(SynchronizationStrategy.LOCK_FREE));
        return TokenBuckets.takeOrWaitNanos(bucket);
    }

    /** How many addresses are remembered. */
    public long addresses() {
        byAddress.cleanUp();
        return byAddress.estimatedSize();
    }

    private static Duration timeToFill(int perSecond, int burst) {
        return Duration.ofSeconds(perSecond == 0 ? 1 : burst / perSecond + 1L);
    }
}

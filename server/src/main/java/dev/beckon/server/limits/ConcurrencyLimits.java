package dev.beckon.server.limits;

import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * How many things that take a while, such as connections, there may be at once: in all, and of one address (a /64 for
 * IPv6). Trusted proxies count only in all. Callable from any thread.
 */
public final class ConcurrencyLimits {

    /** What came of asking for one more. */
    public enum Outcome {
        TAKEN,
        TOO_MANY_OF_ADDRESS,
        TOO_MANY
    }

    private final int max;
    private final AtomicInteger all = new AtomicInteger();
    private final Quota<AddressGroup> byAddress;
    private final Predicate<InetAddress> isProxy;

    /**
     * Makes limits under which nothing is taken.
     *
     * @param perAddress of one address; 0 for no limit
     * @param max in all; 0 for no limit
     * @param isProxy whose address stands for many clients
     */
    public ConcurrencyLimits(int perAddress, int max, Predicate<InetAddress> isProxy) {
        this.max = max;
        this.byAddress = new Quota<>(perAddress);
        this.isProxy = isProxy;
    }

    /** Takes one, if there may be one more. */
    public Outcome tryTake(InetAddress address) {
        if (all.incrementAndGet() > max && max != 0) {
            all.decrementAndGet();
            return Outcome.TOO_MANY;
        }
        if (!isProxy.test(address) && !byAddress.tryTake(AddressGroup.of(address))) {
            all.decrementAndGet();
            return Outcome.TOO_MANY_OF_ADDRESS;
        }
        return Outcome.TAKEN;
    }

    /** Gives back what was taken. */
    public void release(InetAddress address) {
        all.decrementAndGet();
        if (!isProxy.test(address)) {
            byAddress.release(AddressGroup.of(address));
        }
    }

    /** How many there are now. */
    public int taken() {
        return all.get();
    }
}

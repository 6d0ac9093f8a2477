package dev.beckon.server.limits;

import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Limits concurrent resources such as connections: in total, and per address (/64 for IPv6). As the total fills up, the
 * share of an address shrinks: it may hold no more than are still free. So one address gets at most half of the total,
 * two a third each, and there is room for a newcomer until each address has about the same. Trusted proxies count only
 * in total. Callable from any thread.
 */
public final class ConcurrencyLimits {

    /** The outcome of a request for a permit. */
    public enum Outcome {
        TAKEN,
        TOO_MANY_OF_ADDRESS,
        TOO_MANY
    }

    private final int perAddress;
    private final int max;
    private final AtomicInteger all = new AtomicInteger();
    private final Quota<AddressGroup> byAddress;
    private final Predicate<InetAddress> isProxy;

    /**
     * Creates limits with no permits taken.
     *
     * @param perAddress per address; 0 for no limit
     * @param max in total; 0 for no limit
     * @param isProxy whether an address stands for many clients
     */
    public ConcurrencyLimits(int perAddress, int max, Predicate<InetAddress> isProxy) {
        this.perAddress = perAddress;
        this.max = max;
        this.byAddress = new Quota<>(perAddress);
        this.isProxy = isProxy;
    }

    /** Takes a permit, if the limits allow it. */
    public Outcome tryTake(InetAddress address) {
        int taken = all.getAndIncrement();
        if (taken >= max && max != 0) {
            all.decrementAndGet();
            return Outcome.TOO_MANY;
        }
        if (!isProxy.test(address) && !byAddress.tryTake(AddressGroup.of(address), share(max - taken))) {
            all.decrementAndGet();
            return Outcome.TOO_MANY_OF_ADDRESS;
        }
        return Outcome.TAKEN;
    }

    /** Returns how many permits an address may hold while so many are free; 0 for no limit. */
    private int share(int free) {
        if (max == 0) {
            return perAddress;
        }
        return perAddress == 0 ? free : Math.min(perAddress, free);
    }

    /** Returns a permit. */
    public void release(InetAddress address) {
        all.decrementAndGet();
        if (!isProxy.test(address)) {
            byAddress.release(AddressGroup.of(address));
        }
    }

    /** Returns the number of permits taken. */
    public int taken() {
        return all.get();
    }
}

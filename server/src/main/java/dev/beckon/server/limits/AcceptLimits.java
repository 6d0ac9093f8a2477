package dev.beckon.server.limits;

import java.net.InetAddress;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Limits the connections of a port: their number, and how fast one address (/64 for IPv6) opens them. Trusted proxies
 * count only in the total number. Callable from any thread.
 */
public final class AcceptLimits {

    private final ConcurrencyLimits open;
    private final ConnectLimits rate;
    private final Predicate<InetAddress> isProxy;

    /**
     * Creates limits.
     *
     * @param open for this port only
     * @param rate may be shared with other ports
     * @param isProxy whether an address stands for many clients
     */
    public AcceptLimits(ConcurrencyLimits open, ConnectLimits rate, Predicate<InetAddress> isProxy) {
        this.open = open;
        this.rate = rate;
        this.isProxy = isProxy;
    }

    /** Admits a connection, which then must be released at its end, or returns the limit that refuses it. */
    public @Nullable DoorLimit admit(InetAddress address) {
        if (!isProxy.test(address) && rate.takeOrWaitNanos(address) > 0) {
            return DoorLimit.CONNECTION_RATE_PER_ADDRESS;
        }
        return switch (open.tryTake(address)) {
            case TAKEN -> null;
            case TOO_MANY_OF_ADDRESS -> DoorLimit.CONNECTIONS_PER_ADDRESS;
            case TOO_MANY -> DoorLimit.CONNECTIONS;
        };
    }

    /** Releases an admitted connection. */
    public void release(InetAddress address) {
        open.release(address);
    }

    /** Returns the number of open connections. */
    public int open() {
        return open.taken();
    }
}

package dev.beckon.client;

import dev.beckon.client.internal.session.FullJitter;
import java.util.Random;

/**
 * Decides how long to wait before the next attempt to connect. A delay that the server asked for goes before it.
 *
 * <p>Called on the client's own thread: it must not block. If it throws, the client stops.
 */
public interface ReconnectPolicy {

    /** Returned by {@link #delayMillis} to give up: the client stops. */
    long STOP = -1;

    /**
     * How long to wait, in milliseconds, or {@link #STOP}.
     *
     * @param attempt 0 for the first attempt after a loss, then 1, 2, 3...; it begins anew once a connection has lasted
     *     10 s
     */
    long delayMillis(int attempt);

    /**
     * The default: at once, then at a random time ("full jitter") between 0.25 s and a limit that doubles from 0.5 s to
     * 20 s; for ever.
     */
    static ReconnectPolicy fullJitter() {
        Random random = new Random();
        return attempt -> FullJitter.delayMillis(attempt, random.nextDouble());
    }
}

package dev.beckon.client;

import dev.beckon.client.internal.session.FullJitter;
import java.util.Random;

/**
 * Decides how long to wait before the next connection attempt. A delay requested by the server takes precedence.
 *
 * <p>Called on the client's own thread; must not block. If it throws, the client stops.
 */
public interface ReconnectPolicy {

    /** Returned by {@link #delayMillis} to give up; the client stops. */
    long STOP = -1;

    /**
     * Returns the delay in milliseconds, or {@link #STOP}.
     *
     * @param attempt 0 for the first attempt after a loss, then 1, 2, 3...; starts again at 0 after a connection that
     * lasted at least 10 s
     */
    long delayMillis(int attempt);

    /**
     * Returns the default policy: at once, then after a random delay ("full jitter") between 0.25 s and a limit that
     * doubles from 0.5 s up to 20 s, without end.
     */
    static ReconnectPolicy fullJitter() {
        Random random = new Random();
        return attempt -> FullJitter.delayMillis(attempt, random.nextDouble());
    }
}

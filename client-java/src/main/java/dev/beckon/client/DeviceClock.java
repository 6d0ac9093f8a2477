package dev.beckon.client;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.TimeUnit;

/**
 * A monotonic clock that keeps running while the device sleeps. If it has advanced further than the timers of the JVM,
 * the client concludes that the device has slept and checks its connection at once.
 *
 * <p>Called from any thread; must not block.
 */
public interface DeviceClock {

    /** Returns the elapsed milliseconds since an arbitrary origin. */
    long elapsedMillis();

    /**
     * Returns the default clock: {@code SystemClock.elapsedRealtime()} on Android, where {@link System#nanoTime} stops
     * in deep sleep; {@link System#nanoTime} elsewhere.
     */
    static DeviceClock ofPlatform() {
        try {
            Method elapsed = Class.forName("android.os.SystemClock").getMethod("elapsedRealtime");
            elapsed.invoke(null);
            return () -> {
                try {
                    return (Long) elapsed.invoke(null);
                } catch (IllegalAccessException | InvocationTargetException e) {
                    throw new IllegalStateException("SystemClock.elapsedRealtime was callable before", e);
                }
            };
        } catch (ReflectiveOperationException notOnAndroid) {
            return () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
        }
    }
}

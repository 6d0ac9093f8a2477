package dev.beckon.client;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.TimeUnit;

/**
 * A clock that only ever grows, and goes on while the device sleeps: when it has gone on further than the timers of the JVM,
 * the client knows that the device slept, and checks its connection at once.
 *
 * <p>Called from any thread; must not block.
 */
public interface DeviceClock {

    /** Milliseconds since any origin. */
    long elapsedMillis();

    /**
     * The default: {@code SystemClock.elapsedRealtime()} on Android, where {@link System#nanoTime} stands still in deep
     * sleep; {@link System#nanoTime} elsewhere.
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

package dev.beckon.server.core.port;

import java.time.Duration;
import java.time.Instant;

/** Port: time. Called on any thread. */
public interface Scheduler {

    /** Returns nanoseconds from an arbitrary origin; monotonic. */
    long nanoTime();

    /** Returns the wall-clock time, for expiry dates. May go back. */
    Instant now();

    /** Runs a task once after a delay, on a thread that must not be blocked. */
    Timer schedule(Duration delay, Runnable task);

    /** A scheduled task. */
    interface Timer {

        /** Cancels the task; no effect if it is running or has run. */
        void cancel();
    }
}

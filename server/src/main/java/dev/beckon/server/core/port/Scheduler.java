package dev.beckon.server.core.port;

import java.time.Duration;
import java.time.Instant;

/** Port: time. Called on any thread. */
public interface Scheduler {

    /** Nanoseconds from an arbitrary origin, never going back. */
    long nanoTime();

    /** The time of day, for what expires at a date. May go back. */
    Instant now();

    /** Runs a task once, after a delay, on a thread that must not be blocked. */
    Timer schedule(Duration delay, Runnable task);

    /** A task that waits for its time. */
    interface Timer {

        /** Takes it back; without effect if it runs or ran already. */
        void cancel();
    }
}

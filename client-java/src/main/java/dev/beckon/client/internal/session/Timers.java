package dev.beckon.client.internal.session;

/** A clock, and delayed calls. */
public interface Timers {

    /** A call that has not been made yet. */
    interface Timer {
        /** Cancels the call. Harmless if it was already made. */
        void cancel();
    }

    /** Returns monotonic milliseconds since an arbitrary origin. */
    long nowMillis();

    /** Calls the task once after the delay, in the same way as the machine is called. */
    Timer schedule(Runnable task, long delayMillis);
}

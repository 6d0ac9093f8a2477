package dev.beckon.client.internal.session;

/** Time, and calls at a later time. */
public interface Timers {

    /** A call that has not been made yet. */
    interface Timer {
        /** Makes sure that it is not made. Harmless when it was. */
        void cancel();
    }

    /** Milliseconds that only ever grow, from any origin. */
    long nowMillis();

    /** Calls the task once, after the delay, as the machine is called. */
    Timer schedule(Runnable task, long delayMillis);
}

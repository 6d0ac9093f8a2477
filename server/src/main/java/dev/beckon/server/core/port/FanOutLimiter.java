package dev.beckon.server.core.port;

/**
 * Port: how much work for others one session may cause. The unit is one event for one other client. What a client asks for is
 * refused while there is a debt; how much it costs is known only then, and charged in any case. Callable from any thread; must
 * not block.
 */
public interface FanOutLimiter {

    /** 0 if there is no debt; else after how many nanoseconds there will be none. */
    long waitNanos();

    /** Charges so many events for others. */
    void charge(long events);
}

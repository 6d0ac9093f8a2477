package dev.beckon.server.core.port;

/** Port: how many frames one session may send. Called by the session's owner only; must not block. */
public interface FrameLimiter {

    /**
     * Takes one frame's worth.
     *
     * @return 0 if there was one; else after how many nanoseconds there will be one, and nothing was taken
     */
    long takeOrWaitNanos();
}

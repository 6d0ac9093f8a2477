package dev.beckon.server.core.port;

/** Port: limits the frames of one session. Called only by the session's owner; must not block. */
public interface FrameLimiter {

    /**
     * Takes one permit.
     *
     * @return 0 if one was taken; otherwise the nanoseconds until one is available, and none was taken
     */
    long takeOrWaitNanos();
}

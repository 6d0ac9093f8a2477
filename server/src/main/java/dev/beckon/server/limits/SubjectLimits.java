package dev.beckon.server.limits;

import dev.beckon.server.core.port.SubjectQuota;

/** Limits the sessions per subject of access tokens. Callable from any thread. */
public final class SubjectLimits implements SubjectQuota {

    private final Quota<String> sessions;

    /**
     * Creates limits with no sessions.
     *
     * @param max sessions of one subject; 0 for no limit
     */
    public SubjectLimits(int max) {
        sessions = new Quota<>(max);
    }

    @Override
    public boolean tryTake(String subject) {
        return sessions.tryTake(subject);
    }

    @Override
    public void take(String subject) {
        sessions.take(subject);
    }

    @Override
    public void release(String subject) {
        sessions.release(subject);
    }

    /** Returns the number of subjects that have sessions. */
    public int subjects() {
        return sessions.holders();
    }
}

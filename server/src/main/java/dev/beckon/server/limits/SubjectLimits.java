package dev.beckon.server.limits;

import dev.beckon.server.core.port.SubjectQuota;

/** How many sessions each subject of access tokens has. Callable from any thread. */
public final class SubjectLimits implements SubjectQuota {

    private final Quota<String> sessions;

    /**
     * Makes limits under which nobody has a session.
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

    /** How many subjects have a session. */
    public int subjects() {
        return sessions.holders();
    }
}

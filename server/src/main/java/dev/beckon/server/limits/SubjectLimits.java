package dev.beckon.server.limits;

/** How many sessions each subject of access tokens has. Callable from any thread. */
public final class SubjectLimits {

    private final Quota<String> sessions;

    /**
     * Makes limits under which nobody has a session.
     *
     * @param max sessions of one subject; 0 for no limit
     */
    public SubjectLimits(int max) {
        sessions = new Quota<>(max);
    }

    /** Takes one session's worth, unless the subject has as many as it may have. */
    public boolean tryTake(String subject) {
        return sessions.tryTake(subject);
    }

    /** Takes one in any case, because the session takes the place of another one of this subject. */
    public void take(String subject) {
        sessions.take(subject);
    }

    /** Gives one back. */
    public void release(String subject) {
        sessions.release(subject);
    }

    /** How many subjects have a session. */
    public int subjects() {
        return sessions.holders();
    }
}

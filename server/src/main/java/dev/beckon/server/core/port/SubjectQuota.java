package dev.beckon.server.core.port;

/** Port: limits the sessions of a subject. Called on any thread; must not block. */
public interface SubjectQuota {

    /** Takes a permit, unless the subject has reached its limit. */
    boolean tryTake(String subject);

    /** Takes a permit even beyond the limit, because the session replaces another one of this subject. */
    void take(String subject);

    /** Returns a permit. */
    void release(String subject);
}

package dev.beckon.server.core.port;

/** Port: how many sessions one subject may have. Called on any thread; must not block. */
public interface SubjectQuota {

    /** Takes one session's worth, unless the subject has as many as it may have. */
    boolean tryTake(String subject);

    /** Takes one in any case, because the session takes the place of another one of this subject. */
    void take(String subject);

    /** Gives one back. */
    void release(String subject);
}

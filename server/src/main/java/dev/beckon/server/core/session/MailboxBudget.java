package dev.beckon.server.core.session;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Limits the bytes of all mailboxes of a node, so that few clients cannot use up what all share:
 *
 * <ul>
 *   <li>An empty mailbox takes a signal, whatever others hold.
 *   <li>The first bytes of each mailbox are its guaranteed share. A quarter of the budget is kept for these shares.
 *   <li>What is beyond the share counts for two subjects of access tokens, each with a limit: for the one that owns the
 *       mailbox, and for the one that sent the signal. The latter limit has no exception.
 *   <li>Notices have a budget of their own, a quarter of that for signals, and are always taken. When it is used up, or
 *       the limit of a subject, further frames of those who have notices beyond their share are not: see
 *       {@link #allowsWork}.
 * </ul>
 *
 * <p>The signals of all mailboxes together therefore exceed the budget by at most one per session. Callable from any
 * thread.
 */
public final class MailboxBudget {

    private static final int QUARTER = 4;

    private final long max;
    private final long maxShared;
    private final long maxNotices;
    private final int share;
    private final boolean countsSubjects;
    private final long perSubject;
    private final AtomicLong used = new AtomicLong();
    private final AtomicLong usedByNotices = new AtomicLong();
    private final SubjectBytes owned;
    private final SubjectBytes sent;
    private final SubjectBytes notices;

    /**
     * Creates the budget of a node without mailboxes.
     *
     * @param max bytes of the signals of all mailboxes
     * @param share guaranteed bytes of signals of each mailbox, and as many of notices
     * @param perSubject bytes beyond the shares that a subject may own, have sent, and have in notices, for each of the
     * three; 0 for no limit
     */
    public MailboxBudget(long max, int share, long perSubject) {
        this.max = max;
        this.maxShared = max - max / QUARTER;
        this.maxNotices = max / QUARTER;
        this.share = share;
        this.countsSubjects = perSubject != 0;
        this.perSubject = countsSubjects ? perSubject : Long.MAX_VALUE / 2;
        this.owned = new SubjectBytes(perSubject);
        this.sent = new SubjectBytes(perSubject);
        this.notices = new SubjectBytes(perSubject);
    }

    /** Returns the bytes in all mailboxes. */
    public long used() {
        return used.get() + usedByNotices.get();
    }

    /** Returns how many counts of a subject are not 0. */
    public int subjects() {
        return owned.subjects() + sent.subjects() + notices.subjects();
    }

    /** Returns the guaranteed share of a new mailbox. */
    GuaranteedShare newShare() {
        return new GuaranteedShare(share);
    }

    /** Returns whether senders are told apart by their subjects, not by their peer ids. */
    boolean countsSubjects() {
        return countsSubjects;
    }

    /** Returns whether the sender's subject may have so much more in mailboxes, and takes that. */
    boolean trySend(String sender, int beyond) {
        return sent.tryTake(sender, beyond);
    }

    /**
     * Takes room for a signal, if there is any.
     *
     * @param beyond those of the bytes that are beyond the mailbox's share
     */
    boolean tryTake(String owner, int bytes, int beyond) {
        if (!owned.tryTake(owner, beyond)) {
            return false;
        }
        if (used.addAndGet(bytes) <= (beyond == 0 ? max : maxShared)) {
            return true;
        }
        used.addAndGet(-bytes);
        owned.give(owner, beyond);
        return false;
    }

    /** Takes room for the first signal of an empty mailbox, even beyond the limits. */
    void take(String owner, int bytes, int beyond) {
        owned.take(owner, beyond);
        used.addAndGet(bytes);
    }

    /** Gives back the room of a signal. */
    void give(String owner, String sender, int bytes, int beyond) {
        sent.give(sender, beyond);
        owned.give(owner, beyond);
        used.addAndGet(-bytes);
    }

    /** Returns what {@link #trySend} took: the signal was refused. */
    void giveSent(String sender, int beyond) {
        sent.give(sender, beyond);
    }

    /** Returns whether frames are taken from sessions whose notices are beyond their share. */
    boolean allowsWork(String owner) {
        return usedByNotices.get() < maxNotices && notices.used(owner) < perSubject;
    }

    /** Returns whether such a session may live on when it gets one more notice, caused by others. */
    boolean allowsNotice(String owner) {
        return notices.used(owner) < 2 * perSubject;
    }

    /** Takes room for a notice, even beyond the limits: notices must not be dropped. */
    void takeNotice(String owner, int bytes, int beyond) {
        notices.take(owner, beyond);
        usedByNotices.addAndGet(bytes);
    }

    void giveNotice(String owner, int bytes, int beyond) {
        notices.give(owner, beyond);
        usedByNotices.addAndGet(-bytes);
    }
}

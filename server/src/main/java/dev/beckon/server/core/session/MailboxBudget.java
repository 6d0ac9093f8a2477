package dev.beckon.server.core.session;

import java.util.concurrent.atomic.AtomicLong;

/** Limits the bytes of all mailboxes of a node. Callable from any thread. */
public final class MailboxBudget {

    private final long max;
    private final AtomicLong used = new AtomicLong();

    public MailboxBudget(long max) {
        this.max = max;
    }

    /** Returns the bytes in all mailboxes. */
    public long used() {
        return used.get();
    }

    /** Takes room for a signal, if there is any. */
    boolean tryTake(int bytes) {
        if (used.addAndGet(bytes) <= max) {
            return true;
        }
        used.addAndGet(-bytes);
        return false;
    }

    /** Takes room for a notice, even beyond the limit: notices must not be dropped. */
    void take(int bytes) {
        used.addAndGet(bytes);
    }

    void give(int bytes) {
        used.addAndGet(-bytes);
    }
}

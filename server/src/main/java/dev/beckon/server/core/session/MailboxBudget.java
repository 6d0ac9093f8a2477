package dev.beckon.server.core.session;

import java.util.concurrent.atomic.AtomicLong;

/** What the mailboxes of a node may hold in all, in bytes. Callable from any thread. */
public final class MailboxBudget {

    private final long max;
    private final AtomicLong used = new AtomicLong();

    public MailboxBudget(long max) {
        this.max = max;
    }

    /** How many bytes wait in all mailboxes. */
    public long used() {
        return used.get();
    }

    /** Takes room for a signal, which its sender can be refused. */
    boolean tryTake(int bytes) {
        if (used.addAndGet(bytes) <= max) {
            return true;
        }
        used.addAndGet(-bytes);
        return false;
    }

    /** Takes room for a notice, which is owed. */
    void take(int bytes) {
        used.addAndGet(bytes);
    }

    void give(int bytes) {
        used.addAndGet(-bytes);
    }
}

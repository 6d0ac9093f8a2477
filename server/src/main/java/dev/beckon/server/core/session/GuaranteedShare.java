package dev.beckon.server.core.session;

/** The bytes of a mailbox that need nothing of what all mailboxes share. Owned by: session executor. */
final class GuaranteedShare {

    private int free;

    GuaranteedShare(int bytes) {
        this.free = bytes;
    }

    /** Returns how many of the bytes would be beyond the share. */
    int beyond(int bytes) {
        return Math.max(0, bytes - free);
    }

    boolean isUsedUp() {
        return free == 0;
    }

    /** Takes those of the bytes that are not beyond the share. */
    void take(int bytes, int beyond) {
        free -= bytes - beyond;
    }

    void give(int bytes, int beyond) {
        free += bytes - beyond;
    }
}

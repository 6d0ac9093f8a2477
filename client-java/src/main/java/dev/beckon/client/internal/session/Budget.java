package dev.beckon.client.internal.session;

/** Limits what the client holds for the app: messages that have no result yet, and their bytes. Thread-safe. */
public final class Budget {

    private final int maxMessages;
    private final long maxBytes;
    private final Object lock = new Object();
    private boolean roomWanted;
    private int messages;
    private long bytes;

    /** Creates a budget for so many messages with so many bytes in total. */
    public Budget(int maxMessages, long maxBytes) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
    }

    /**
     * Reserves room for one more message of this size; returns whether there was room. A single message always fits.
     */
    public boolean tryAcquire(int size) {
        synchronized (lock) {
            if (messages == maxMessages || (messages > 0 && bytes + size > maxBytes)) {
                roomWanted = true;
                return false;
            }
            messages++;
            bytes += size;
            return true;
        }
    }

    /** Returns whether half is free. If not, {@link #release} reports when it is. */
    public boolean isReady() {
        synchronized (lock) {
            boolean ready = isHalfFree();
            roomWanted |= !ready;
            return ready;
        }
    }

    /** Called with the lock. */
    private boolean isHalfFree() {
        return messages <= maxMessages / 2 && bytes <= maxBytes / 2;
    }

    /**
     * Releases a message of this size, which has its result. Returns whether this frees the half that a sender waits
     * for.
     */
    public boolean release(int size) {
        synchronized (lock) {
            messages--;
            bytes -= size;
            boolean roomFound = roomWanted && isHalfFree();
            roomWanted &= !roomFound;
            return roomFound;
        }
    }
}

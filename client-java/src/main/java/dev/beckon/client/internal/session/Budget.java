package dev.beckon.client.internal.session;

/** Bounds what the client holds for the app: messages that have no result yet, and their bytes. Thread-safe. */
public final class Budget {

    private final int maxMessages;
    private final long maxBytes;
    private final Object lock = new Object();
    private boolean roomWanted;
    private int messages;
    private long bytes;

    /** Room for so many messages of so many bytes in all. */
    public Budget(int maxMessages, long maxBytes) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
    }

    /** Whether there was room for one more message of this size. A message on its own always fits. */
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

    /** Whether there is room for one more message of any size; if not, {@link #release} says when half is free. */
    public boolean isReady() {
        synchronized (lock) {
            boolean ready = messages < maxMessages && bytes < maxBytes;
            roomWanted |= !ready;
            return ready;
        }
    }

    /** A message of this size has its result; whether that frees the half that somebody waits for. */
    public boolean release(int size) {
        synchronized (lock) {
            messages--;
            bytes -= size;
            boolean roomFound = roomWanted && messages <= maxMessages / 2 && bytes <= maxBytes / 2;
            roomWanted &= !roomFound;
            return roomFound;
        }
    }
}

package dev.beckon.client.faults;

import dev.beckon.client.outcome.SendResult;
import org.jspecify.annotations.Nullable;

/** One numbered message, and everything that both ends saw of it. Thread-safe: its own lock guards it. */
final class Message {

    final TrafficPeer sender;
    final TrafficPeer receiver;
    final int number;

    private @Nullable SendResult first;
    private @Nullable SendResult later;
    private int results;
    private int takenInSession;
    private int heard;
    private boolean settled;

    Message(TrafficPeer sender, TrafficPeer receiver, int number) {
        this.sender = sender;
        this.receiver = receiver;
        this.number = number;
    }

    /** What the sender was told. Whether its fate is known with this, and was not before. */
    synchronized boolean onResult(SendResult result, int senderSession) {
        results++;
        if (first == null) {
            first = result;
            takenInSession = senderSession;
        } else {
            later = result;
        }
        return settle();
    }

    /** The receiver was given it. Whether its fate is known with this, and was not before. */
    synchronized boolean onHeard() {
        heard++;
        return settle();
    }

    private boolean settle() {
        boolean wasSettled = settled;
        settled = first != null && (!first.isTaken() || later != null || heard > 0);
        return settled && !wasSettled;
    }

    synchronized boolean hasResult() {
        return first != null;
    }

    synchronized boolean isSettled() {
        return settled;
    }

    synchronized boolean isTaken() {
        return first != null && first.isTaken();
    }

    synchronized boolean isHeard() {
        return heard > 0;
    }

    /** The server told the sender after all that the receiver did not, or may not, have it. */
    synchronized boolean isNoticed() {
        return later != null;
    }

    /** Not taken: refused, not sent, or unconfirmed because the sender's own session was lost. */
    synchronized boolean isKnownToFail() {
        return first != null && !first.isTaken();
    }

    /** Why it was not taken; null if it was, or if no notice said so. */
    synchronized @Nullable SendResult failure() {
        return first == null || first.isTaken() ? null : first;
    }

    /**
     * Handed over more than once, or in spite of the word that it certainly was not; or told more results than the library
     * promises.
     */
    synchronized boolean isDoubled() {
        SendResult last = later == null ? first : later;
        boolean certainlyNot = last != null && !last.isTaken() && last.status() != SendResult.Status.UNCONFIRMED;
        return heard > 1 || (heard > 0 && certainlyNot) || results > 2 || (results == 2 && isKnownToFail());
    }

    /** Whether whoever owed word of it is gone: the session of its sender in which it was taken, and that of its receiver. */
    synchronized boolean hasLostBothSessions() {
        return isTaken() && takenInSession < sender.sessions() && receiver.sessions() > 1;
    }

    @Override
    public synchronized String toString() {
        return sender.id() + " to " + receiver.id() + " #" + number + ": " + first + ", then " + later + ", heard "
                + heard;
    }
}

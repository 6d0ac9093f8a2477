package dev.beckon.client.internal.session;

import org.jspecify.annotations.Nullable;

/**
 * Tracks what one session received and handled: accepts each tracked event once and decides when an ack is due.
 *
 * <p>Owned by its session; each session has its own, so that callbacks left over from an earlier one acknowledge
 * nothing.
 */
final class Inbox {

    /** What to do with an event. */
    enum Step {
        /** It is the next one or has no number. */
        NEXT,
        /** It was already received. */
        SEEN,
        /** An event before it is missing. */
        GAP
    }

    private final Timers timers;
    private final Runnable onAckDue;
    private long received;
    private long handled;
    private long acked;
    private long lastShown;
    private int everyEvents = 1;
    private long intervalMillis;
    private boolean attached;
    private boolean due;
    private Timers.@Nullable Timer timer;

    Inbox(Timers timers, Runnable onAckDue) {
        this.timers = timers;
        this.onAckDue = onAckDue;
    }

    Step onEvent(long seq) {
        if (seq == 0) {
            return Step.NEXT;
        }
        if (seq <= received) {
            return Step.SEEN;
        }
        if (seq != received + 1) {
            return Step.GAP;
        }
        received = seq;
        return Step.NEXT;
    }

    long received() {
        return received;
    }

    /** The callbacks of this event and of all before it have returned. */
    void onHandled(long seq) {
        handled = Math.max(handled, seq);
        watchAck();
    }

    /** Returns the highest handled event, for a hello. */
    long showHandled() {
        lastShown = handled;
        return handled;
    }

    /** Returns the highest handled event, for the next frame. */
    long takeAck() {
        acked = handled;
        due = false;
        cancelTimer();
        return handled;
    }

    /** Returns whether a bare ack is to be sent as soon as the stream is ready. */
    boolean isAckDue() {
        return due;
    }

    /** Returns whether handled events have not been acknowledged yet. */
    boolean owesAck() {
        return handled > acked;
    }

    void onAttached(Welcome welcome) {
        everyEvents = welcome.ackEveryEvents;
        intervalMillis = welcome.ackIntervalMillis;
        acked = Math.max(acked, lastShown);
        attached = true;
        watchAck();
    }

    void onDetached() {
        attached = false;
        due = false;
        cancelTimer();
    }

    private void watchAck() {
        if (!attached || due || !owesAck()) {
            return;
        }
        if (handled - acked >= everyEvents) {
            fire();
        } else if (timer == null) {
            timer = timers.schedule(this::fire, intervalMillis);
        }
    }

    private void fire() {
        cancelTimer();
        due = true;
        onAckDue.run();
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}

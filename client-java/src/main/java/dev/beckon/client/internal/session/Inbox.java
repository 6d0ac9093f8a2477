package dev.beckon.client.internal.session;

import org.jspecify.annotations.Nullable;

/**
 * What one session received and handled: tells each tracked event once, and says when an ack is due.
 *
 * <p>Owned by its session; a new one for each session, so that what an older one left in callbacks acknowledges nothing.
 */
final class Inbox {

    /** What to do with an event. */
    enum Step {
        /** It is the next one, or has no number. */
        NEXT,
        /** It was seen. */
        SEEN,
        /** One is missing before it. */
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

    /** The callbacks of this event, and of all before it, have returned. */
    void onHandled(long seq) {
        handled = Math.max(handled, seq);
        watchAck();
    }

    /** The highest handled event, as a hello shows it. */
    long showHandled() {
        lastShown = handled;
        return handled;
    }

    /** The highest handled event, which the next frame carries. */
    long takeAck() {
        acked = handled;
        due = false;
        cancelTimer();
        return handled;
    }

    /** Whether a bare ack is to be sent as soon as the stream takes it. */
    boolean isAckDue() {
        return due;
    }

    /** Whether the server has not been told of everything that was handled. */
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

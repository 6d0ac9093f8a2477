package dev.beckon.server.core.session;

import dev.beckon.server.core.message.Limits;
import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.message.ServerEvent;
import dev.beckon.server.core.message.ServerEvent.Delivered;
import dev.beckon.server.core.message.ServerEvent.Notice;
import dev.beckon.server.core.port.SignalingEvents;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The signals and notices of one session, numbered 1, 2, 3..., from their coming until the client has acknowledged them.
 * Signals and notices have a limit each, so that the one who floods a mailbox does not cost its owner the notices.
 *
 * <p>Owned by: session executor.
 */
final class SessionMailbox {

    /** What waits: a signal or a notice. */
    record Entry(long seq, ServerEvent event, int bytes) {}

    /** About what an entry takes beside the body of its signal. */
    private static final int OVERHEAD_BYTES = 200;

    private final Limits.Mailbox limits;
    private final MailboxBudget budget;
    private final SignalingEvents events;

    /** Given to the present stream, if there is one; in order, and all before those that wait. */
    private final Deque<Entry> given = new ArrayDeque<>(2);

    private final Deque<Entry> waiting = new ArrayDeque<>(2);
    private long lastSeq;
    private long acked;
    private long highestGiven;
    private long highestWritten;
    private long lastNotice;
    private int notices;
    private int noticeBytes;
    private int signals;
    private int signalBytes;

    SessionMailbox(Limits limits, MailboxBudget budget, SignalingEvents events) {
        this.limits = limits.mailbox();
        this.budget = budget;
        this.events = events;
    }

    /** Takes a signal, unless the mailbox is full, or the node's budget is spent. An empty mailbox is not full for any signal. */
    boolean add(Delivered signal) {
        int bytes = signal.envelope().signal().payload().bytes() + OVERHEAD_BYTES;
        if (isFull() || !budget.tryTake(bytes)) {
            return false;
        }
        signals++;
        signalBytes += bytes;
        enqueue(signal, bytes);
        return true;
    }

    /** Takes a notice, which is owed: whoever may cause one asks {@link #hasRoomForNotice} first, as far as it can. */
    void add(Notice notice) {
        Refusal refusal = notice.refusal();
        int bytes = OVERHEAD_BYTES * (1 + refusal.violations().size())
                + refusal.message().length()
                + Long.BYTES * notice.clientSeqs().size();
        budget.take(bytes);
        notices++;
        noticeBytes += bytes;
        enqueue(notice, bytes);
        lastNotice = lastSeq;
    }

    /** Whether signals are refused because of what waits here, and not because of the node's budget. */
    boolean isFull() {
        return signals >= limits.events() || signalBytes >= limits.bytes();
    }

    boolean hasRoomForNotice() {
        return notices < limits.events() && noticeBytes < limits.bytes();
    }

    /** The next that the present stream has not been given; null if there is none. */
    @Nullable
    Entry next() {
        return waiting.peek();
    }

    /** Whether a notice is among what the present stream has not been given. */
    boolean isNoticeWaiting() {
        Entry next = waiting.peek();
        return next != null && next.seq() <= lastNotice;
    }

    /** The stream has taken {@link #next}. */
    void onGiven() {
        Entry entry = waiting.remove();
        given.add(entry);
        highestGiven = Math.max(highestGiven, entry.seq());
    }

    /** The stream is gone. What it was given, and what is not acknowledged, the next one is given again. */
    void onStreamGone(long written) {
        highestWritten = Math.max(highestWritten, written);
        for (Entry entry = given.pollLast(); entry != null; entry = given.pollLast()) {
            waiting.addFirst(entry);
        }
    }

    /** Forgets everything up to {@code seq}. Whether there was any. */
    boolean ack(long seq) {
        acked = Math.max(acked, seq);
        boolean anyGiven = trim(given, seq);
        boolean anyWaiting = trim(waiting, seq);
        return anyGiven || anyWaiting;
    }

    int size() {
        return given.size() + waiting.size();
    }

    int bytes() {
        return signalBytes + noticeBytes;
    }

    long acked() {
        return acked;
    }

    /** The highest seq that any stream was given. */
    long highestGiven() {
        return highestGiven;
    }

    /**
     * The only stream of a session that is not resumable is gone: what has left for its client counts as handed over, and of
     * the rest nobody knows.
     */
    void settleUnacknowledged() {
        ack(highestWritten);
        highestWritten = lastSeq;
    }

    /** Whatever the present stream was given may leave for the client. */
    void countGivenAsWritten() {
        highestWritten = Math.max(highestWritten, highestGiven);
    }

    /** Whether it has left for the client; if not, the client certainly never saw it. */
    boolean wasWritten(Entry entry) {
        return entry.seq() <= highestWritten;
    }

    /** Takes out all signals, in order. Notices stay. */
    List<Entry> takeSignals() {
        List<Entry> signals = new ArrayList<>();
        take(given, signals);
        take(waiting, signals);
        return signals;
    }

    /** Forgets everything. */
    void clear() {
        ack(lastSeq);
    }

    private void enqueue(ServerEvent event, int bytes) {
        waiting.add(new Entry(++lastSeq, event, bytes));
        events.mailboxChanged(1, bytes);
    }

    private void take(Deque<Entry> entries, List<Entry> signals) {
        entries.removeIf(entry -> {
            if (entry.event() instanceof Notice) {
                return false;
            }
            signals.add(entry);
            forget(entry);
            return true;
        });
    }

    private boolean trim(Deque<Entry> entries, long seq) {
        boolean any = false;
        for (Entry entry = entries.peek(); entry != null && entry.seq() <= seq; entry = entries.peek()) {
            entries.remove();
            any = true;
            forget(entry);
        }
        return any;
    }

    private void forget(Entry entry) {
        budget.give(entry.bytes());
        events.mailboxChanged(-1, -entry.bytes());
        if (entry.event() instanceof Notice) {
            notices--;
            noticeBytes -= entry.bytes();
        } else {
            signals--;
            signalBytes -= entry.bytes();
        }
    }
}

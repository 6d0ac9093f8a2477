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
 * The signals and notices of one session, numbered 1, 2, 3..., until the client acknowledges them. Signals and notices
 * have separate limits, so that a flood of signals does not displace notices.
 *
 * <p>Owned by: session executor.
 */
final class SessionMailbox {

    /** A waiting signal or notice. */
    record Entry(long seq, ServerEvent event, int bytes) {}

    /** Approximate size of an entry without the body of its signal. */
    private static final int OVERHEAD_BYTES = 200;

    private final Limits.Mailbox limits;
    private final MailboxBudget budget;
    private final SignalingEvents events;

    /** Passed to the present stream, if there is one; in order, before all waiting ones. */
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

    /** Adds a signal, unless the mailbox is full or the node's budget is used up. An empty mailbox takes any signal. */
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

    /** Adds a notice unconditionally. Callers check {@link #hasRoomForNotice} first where they can. */
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

    /** Returns whether this mailbox, not the node's budget, is the reason to refuse signals. */
    boolean isFull() {
        return signals >= limits.events() || signalBytes >= limits.bytes();
    }

    boolean hasRoomForNotice() {
        return notices < limits.events() && noticeBytes < limits.bytes();
    }

    /** Returns the first entry not passed to the present stream; null if there is none. */
    @Nullable
    Entry next() {
        return waiting.peek();
    }

    /** Returns whether an entry not passed to the present stream is a notice. */
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

    /** The stream is gone. Entries passed to it but not acknowledged will be passed to the next one. */
    void onStreamGone(long written) {
        highestWritten = Math.max(highestWritten, written);
        for (Entry entry = given.pollLast(); entry != null; entry = given.pollLast()) {
            waiting.addFirst(entry);
        }
    }

    /** Drops everything up to {@code seq}. Returns whether there was any. */
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

    /** Returns the highest seq passed to any stream. */
    long highestGiven() {
        return highestGiven;
    }

    /**
     * The only stream of a session that is not resumable is gone: what was written counts as delivered, the rest as
     * unconfirmed.
     */
    void settleUnacknowledged() {
        ack(highestWritten);
        highestWritten = lastSeq;
    }

    /** Counts everything passed to the present stream as written: it may still leave. */
    void countGivenAsWritten() {
        highestWritten = Math.max(highestWritten, highestGiven);
    }

    /** Returns whether the entry was written; if not, the client certainly never saw it. */
    boolean wasWritten(Entry entry) {
        return entry.seq() <= highestWritten;
    }

    /** Removes and returns all signals, in order. Notices stay. */
    List<Entry> takeSignals() {
        List<Entry> signals = new ArrayList<>();
        take(given, signals);
        take(waiting, signals);
        return signals;
    }

    /** Drops everything. */
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

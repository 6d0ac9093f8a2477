package dev.beckon.server.core.session;

import dev.beckon.server.core.message.Envelope;
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

    /**
     * A waiting signal or notice.
     *
     * @param beyond those of its bytes that are beyond the guaranteed share
     */
    record Entry(long seq, ServerEvent event, int bytes, int beyond) {}

    /** Whether a signal was taken; if not, why. */
    enum Room {
        TAKEN,
        /** The mailbox is full. */
        MAILBOX_FULL,
        /** The sender has filled as much of the mailbox as it leaves to others. */
        SENDER_FULL,
        /** The subject of the sender has too much in mailboxes. */
        SUBJECT_FULL,
        /** The node, or the subject of the receiver, has too much in mailboxes. */
        BUDGET_FULL
    }

    /** Approximate size of an entry without the body of its signal. */
    private static final int OVERHEAD_BYTES = 200;

    private final Limits.Mailbox limits;
    private final MailboxBudget budget;
    private final String subject;
    private final SignalingEvents events;
    private final GuaranteedShare signalShare;
    private final GuaranteedShare noticeShare;

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

    /** Who sent the signals; counted only while about half of the limit is reached. */
    private @Nullable SenderParts senders;

    /** @param subject of the session's access token, "" for none */
    SessionMailbox(Limits limits, MailboxBudget budget, String subject, SignalingEvents events) {
        this.limits = limits.mailbox();
        this.budget = budget;
        this.subject = subject;
        this.events = events;
        this.signalShare = budget.newShare();
        this.noticeShare = budget.newShare();
    }

    /** Adds a signal, if there is room. An empty mailbox takes any signal, unless its sender has too much in others. */
    Room add(Delivered signal) {
        Envelope envelope = signal.envelope();
        int bytes = envelope.signal().payload().bytes() + OVERHEAD_BYTES;
        if (isFull()) {
            return Room.MAILBOX_FULL;
        }
        if (!hasRoomFor(senderOf(envelope))) {
            return Room.SENDER_FULL;
        }
        int beyond = signalShare.beyond(bytes);
        if (!budget.trySend(envelope.subject(), beyond)) {
            return Room.SUBJECT_FULL;
        }
        if (signals == 0) {
            budget.take(subject, bytes, beyond);
        } else if (!budget.tryTake(subject, bytes, beyond)) {
            budget.giveSent(envelope.subject(), beyond);
            return Room.BUDGET_FULL;
        }
        signalShare.take(bytes, beyond);
        signals++;
        signalBytes += bytes;
        if (senders != null) {
            senders.add(senderOf(envelope), bytes);
        }
        enqueue(signal, bytes, beyond);
        return Room.TAKEN;
    }

    /** Adds a notice unconditionally. Callers check {@link #hasRoomForNotice} first where they can. */
    void add(Notice notice) {
        Refusal refusal = notice.refusal();
        int bytes = OVERHEAD_BYTES * (1 + refusal.violations().size())
                + refusal.message().length()
                + Long.BYTES * notice.clientSeqs().size();
        int beyond = noticeShare.beyond(bytes);
        budget.takeNotice(subject, bytes, beyond);
        noticeShare.take(bytes, beyond);
        notices++;
        noticeBytes += bytes;
        enqueue(notice, bytes, beyond);
        lastNotice = lastSeq;
    }

    private boolean isFull() {
        return freeSignals() <= 0 || freeBytes() <= 0;
    }

    private int freeSignals() {
        return limits.events() - signals;
    }

    private int freeBytes() {
        return limits.bytes() - signalBytes;
    }

    /** Returns whether there is room for a notice that others cause. */
    boolean hasRoomForNotice() {
        return isBelowNoticeLimit() && (!noticeShare.isUsedUp() || budget.allowsNotice(subject));
    }

    /** Returns whether a frame of this session may be taken, which may need a notice. */
    boolean hasRoomForWork() {
        return isBelowNoticeLimit() && (!noticeShare.isUsedUp() || budget.allowsWork(subject));
    }

    private boolean isBelowNoticeLimit() {
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

    private boolean hasRoomFor(String sender) {
        if (signals < freeSignals() && signalBytes < freeBytes()) {
            return true;
        }
        if (senders == null) {
            senders = new SenderParts();
            count(given, senders);
            count(waiting, senders);
        }
        return senders.hasRoom(sender, freeSignals(), freeBytes());
    }

    private void count(Deque<Entry> entries, SenderParts parts) {
        for (Entry entry : entries) {
            if (entry.event() instanceof Delivered signal) {
                parts.add(senderOf(signal.envelope()), entry.bytes());
            }
        }
    }

    private String senderOf(Envelope envelope) {
        return budget.countsSubjects() && !envelope.subject().isEmpty()
                ? envelope.subject()
                : envelope.from().value();
    }

    private void enqueue(ServerEvent event, int bytes, int beyond) {
        waiting.add(new Entry(++lastSeq, event, bytes, beyond));
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
        int bytes = entry.bytes();
        int beyond = entry.beyond();
        events.mailboxChanged(-1, -bytes);
        if (entry.event() instanceof Delivered(Envelope envelope, boolean polite)) {
            budget.give(subject, envelope.subject(), bytes, beyond);
            signalShare.give(bytes, beyond);
            signals--;
            signalBytes -= bytes;
            forget(senderOf(envelope), bytes);
        } else {
            budget.giveNotice(subject, bytes, beyond);
            noticeShare.give(bytes, beyond);
            notices--;
            noticeBytes -= bytes;
        }
    }

    private void forget(String sender, int bytes) {
        if (senders != null) {
            senders.remove(sender, bytes);
            if (signals <= limits.events() / 4 && signalBytes <= limits.bytes() / 4) {
                senders = null;
            }
        }
    }
}

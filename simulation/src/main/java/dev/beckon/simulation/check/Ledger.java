package dev.beckon.simulation.check;

import dev.beckon.client.outcome.Notice;
import dev.beckon.client.outcome.SendResult;
import dev.beckon.server.core.peer.SessionId;
import dev.beckon.simulation.check.Findings.Count;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Every signal sent by an app and its outcome (P1, P2). */
public final class Ledger {

    /** An app as a sender or receiver of signals: one object for each page or process, whatever sessions it has. */
    public record Party(String name, String peer, String keyGroup) {}

    private static final class Entry {
        private final long id;
        private final Party sender;
        private String session = "";
        private long seq;
        private String receiver = "";
        private boolean given;
        private @Nullable SendResult result;
        private @Nullable SendResult failure;
        private final List<Party> told = new ArrayList<>(1);
        private boolean handled;

        Entry(long id, Party sender) {
            this.id = id;
            this.sender = sender;
        }

        @Override
        public String toString() {
            return "signal " + id + " of " + sender.name() + " (session " + session + " seq " + seq + ", mailbox "
                    + (receiver.isEmpty() ? "none" : receiver) + ", result " + result + ", then " + failure + ", told "
                    + told.size() + ", handled " + handled + ")";
        }
    }

    private record Way(Party sender, Party receiver) {}

    private final Findings findings;
    private final SessionBook sessions;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<Way, Long> latest = new HashMap<>();
    private final Map<String, Set<Long>> seqs = new HashMap<>();

    public Ledger(Findings findings, SessionBook sessions) {
        this.findings = findings;
        this.sessions = sessions;
    }

    /** An app sends a signal. Returns its number. */
    public long submit(Party sender) {
        entries.add(new Entry(entries.size(), sender));
        return entries.size() - 1L;
    }

    /** A client wrote it to a stream. */
    public void onWritten(long id, String session, long seq) {
        Entry entry = entry(id);
        if (entry.session.isEmpty()) {
            entry.session = session;
            entry.seq = seq;
            if (!seqs.computeIfAbsent(session + entry.sender.name(), key -> new HashSet<>())
                    .add(seq)) {
                findings.broken("P1 seq used twice", entry);
            }
        } else if (!entry.session.equals(session) || entry.seq != seq) {
            findings.broken("P1 sent again elsewhere", entry, "now in", session, "as", seq);
        }
    }

    /** A mailbox accepted it. */
    public void onMailbox(long id, SessionId receiver) {
        Entry entry = entry(id);
        if (!entry.receiver.isEmpty()) {
            findings.broken("P1 doubled", entry, "is put into another mailbox:", receiver);
        }
        entry.receiver = receiver.value();
    }

    /** A stream accepted it. */
    public void onGiven(long id) {
        entry(id).given = true;
    }

    /** An app's callback for it starts. */
    public void onTold(long id, Party receiver, String session, String from, String fromSession) {
        Entry entry = entry(id);
        if (!entry.sender.peer().equals(from) || !entry.session.equals(fromSession)) {
            findings.broken("P2 from", entry, "is told to come from", from, fromSession);
        }
        if (!entry.receiver.equals(session)) {
            findings.broken("P1 wrong session", entry, "is told in", session);
        }
        for (Party earlier : entry.told) {
            if (earlier.equals(receiver) || !earlier.keyGroup().equals(receiver.keyGroup())) {
                findings.broken("P1 doubled", entry, "is told again to", receiver.name());
            }
        }
        entry.told.add(receiver);
        if (isUndelivered(entry)) {
            findings.broken("P1 told after all", entry);
        }
        Long before = latest.put(new Way(entry.sender, receiver), id);
        if (before != null && before > id) {
            findings.broken("P1 order", entry, "is told to", receiver.name(), "after", before);
        }
    }

    /** The callback has returned. */
    public void onHandled(long id) {
        Entry entry = entry(id);
        entry.handled = true;
        findings.count(Count.SIGNALS_DELIVERED);
    }

    /** The client library reports its result. */
    public void onSettled(long id, SendResult result) {
        Entry entry = entry(id);
        if (entry.result != null) {
            findings.broken("P1 settled twice", entry, result);
        }
        entry.result = result;
        Notice notice = result.notice();
        if (result.isTaken()) {
            findings.count(Count.SIGNALS_TAKEN);
        } else if (result.status() == SendResult.Status.NOT_SENT && !entry.session.isEmpty()) {
            findings.broken("P1 not sent, but written", entry);
        } else if (notice != null) {
            findings.count(Count.SIGNALS_REFUSED);
            onNotice(entry, notice);
        }
    }

    /** The client library reports that it was accepted but not delivered. */
    public void onFailed(long id, SendResult result) {
        Entry entry = entry(id);
        Notice notice = result.notice();
        if (entry.result == null || !entry.result.isTaken() || entry.failure != null || notice == null) {
            findings.broken("P1 two outcomes", entry, "and now", result);
            return;
        }
        entry.failure = result;
        findings.count(Count.SIGNALS_NOTICED);
        if (notice.code() != Notice.Code.UNDELIVERED && notice.code() != Notice.Code.UNCONFIRMED) {
            findings.broken("P1 acked before its notice", entry);
        }
        onNotice(entry, notice);
    }

    private void onNotice(Entry entry, Notice notice) {
        switch (notice.code()) {
            case UNDELIVERED -> {
                if (!entry.told.isEmpty()) {
                    findings.broken("P1 undelivered, but told", entry);
                }
                mustBeOver(entry);
            }
            case UNCONFIRMED -> {
                if (!entry.given) {
                    findings.broken("P1 unconfirmed, but never sent on", entry);
                }
                mustBeOver(entry);
            }
            case MAILBOX_FULL -> {
                findings.count(Count.MAILBOX_FULL);
                mustBeNowhere(entry);
            }
            case RATE_LIMITED -> {
                findings.count(Count.RATE_LIMITED);
                mustBeNowhere(entry);
            }
            default -> mustBeNowhere(entry);
        }
    }

    private void mustBeOver(Entry entry) {
        if (entry.receiver.isEmpty() || !(sessions.isOver(entry.receiver) || sessions.isGoingDown())) {
            findings.broken("P1 noticed, but the receiver lives", entry);
        }
    }

    private void mustBeNowhere(Entry entry) {
        if (!entry.receiver.isEmpty()) {
            findings.broken("P1 refused, but in a mailbox", entry);
        }
    }

    private static boolean isUndelivered(Entry entry) {
        return isUndelivered(entry.result) || isUndelivered(entry.failure);
    }

    private static boolean isUndelivered(@Nullable SendResult result) {
        Notice notice = result == null ? null : result.notice();
        return notice != null && notice.code() == Notice.Code.UNDELIVERED;
    }

    /** Nothing is in flight and nobody has left: all notices that are due must have arrived. */
    public void checkOwed() {
        for (Entry entry : entries) {
            boolean isOpen = entry.result != null && entry.result.isTaken() && !entry.handled && entry.failure == null;
            if (isOpen
                    && sessions.isOver(entry.receiver)
                    && !sessions.hasDiedWithNode(entry.receiver)
                    && !sessions.isOver(entry.session)) {
                findings.broken(
                        "P1 lost without a notice",
                        entry,
                        "receiver's session",
                        String.valueOf(sessions.end(entry.receiver)));
            }
        }
    }

    /** At the end every signal must have a result. */
    public void checkAll(Set<String> killed) {
        for (Entry entry : entries) {
            if (entry.result == null) {
                if (!killed.contains(entry.sender.name())) {
                    findings.broken("P1 never settled", entry);
                }
            } else {
                check(entry, entry.result);
            }
        }
    }

    private void check(Entry entry, SendResult result) {
        if (result.status() == SendResult.Status.UNCONFIRMED && !sessions.isOver(entry.session)) {
            findings.broken("P1 unconfirmed, but its session lives", entry);
        }
        if (result.isTaken() && entry.receiver.isEmpty() && !sessions.hasDiedWithNode(entry.session)) {
            findings.broken("P1 lost", entry, "is taken and in no mailbox");
        }
        if (!result.isTaken() || entry.handled || entry.failure != null) {
            return;
        }
        if (sessions.hasDiedWithNode(entry.receiver)) {
            findings.count(Count.SIGNALS_DIED_WITH_NODE);
        } else if (sessions.isOver(entry.receiver) && sessions.isOver(entry.session)) {
            findings.count(Count.SIGNALS_DIED_WITH_SENDER);
        } else {
            findings.broken(
                    "P1 lost",
                    entry,
                    "sender's session over: " + sessions.isOver(entry.session),
                    "receiver's session over: " + sessions.end(entry.receiver));
        }
    }

    private Entry entry(long id) {
        return entries.get((int) id);
    }
}

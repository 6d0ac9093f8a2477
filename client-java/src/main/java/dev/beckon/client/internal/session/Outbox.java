package dev.beckon.client.internal.session;

import dev.beckon.client.outcome.FieldViolation;
import dev.beckon.client.outcome.Notice;
import dev.beckon.client.outcome.SendResult;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The frames that the client sends. A frame first waits for a stream that is ready, then, with its number in the
 * session, for its outcome.
 *
 * <p>Owned by its session. Bounded by its submitters: every submission of the app holds a part of the client's budget
 * until it is settled, and the library's own are a few for each room.
 */
final class Outbox {

    /** Selects frames. */
    interface Which {
        boolean test(Outgoing frame);
    }

    /** Writes frames. */
    interface Writer {
        boolean isReady();

        void send(long seq, Outgoing frame);
    }

    /**
     * Receives the result of each submission: once while it is in the outbox, and possibly once more after it was
     * taken.
     */
    interface Settled {
        void onSettled(Submission submission, SendResult result);

        void onTakenFailed(Submission submission, SendResult result);
    }

    private final Settled settled;
    private final Deque<Submission> waiting = new ArrayDeque<>();
    /** Sent in this session and not settled, by seq. */
    private final Map<Long, Submission> inFlight = new LinkedHashMap<>();
    /** Those of them that the current stream has not carried and the server has not decided. */
    private final Deque<Long> again = new ArrayDeque<>();

    private final TakenSignals taken = new TakenSignals();
    private long lastSeq;

    Outbox(Settled settled) {
        this.settled = settled;
    }

    void add(Submission submission) {
        waiting.addLast(submission);
    }

    void addFirst(List<Submission> submissions) {
        for (int i = submissions.size() - 1; i >= 0; i--) {
            waiting.addFirst(submissions.get(i));
        }
    }

    /** Returns whether everything was written, even if outcomes are missing. */
    boolean isFlushed() {
        return waiting.isEmpty() && again.isEmpty();
    }

    /** Returns whether a selected frame waits to be sent or for its outcome. */
    boolean has(Which which) {
        return has(waiting, which) || isInFlight(which);
    }

    /** Like {@link #has}, for the app's own frames only. */
    boolean hasOfApp(Which which) {
        List<Submission> all = new ArrayList<>(inFlight.values());
        all.addAll(waiting);
        for (Submission submission : all) {
            if (!submission.isOfLibrary() && which.test(submission.frame())) {
                return true;
            }
        }
        return false;
    }

    boolean isInFlight(Which which) {
        return has(inFlight.values(), which);
    }

    private static boolean has(Collection<Submission> submissions, Which which) {
        for (Submission submission : submissions) {
            if (which.test(submission.frame())) {
                return true;
            }
        }
        return false;
    }

    /** Returns the latest selected frame that waits to be sent or for its outcome; null if there is none. */
    @Nullable
    Outgoing latest(Which which) {
        Outgoing latest = null;
        for (Submission submission : inFlight.values()) {
            latest = which.test(submission.frame()) ? submission.frame() : latest;
        }
        for (Submission submission : waiting) {
            latest = which.test(submission.frame()) ? submission.frame() : latest;
        }
        return latest;
    }

    /** Removes selected frames that were never sent. */
    List<Submission> removeWaiting(Which which) {
        List<Submission> removed = new ArrayList<>();
        for (Submission submission : waiting) {
            if (which.test(submission.frame())) {
                removed.add(submission);
            }
        }
        waiting.removeAll(removed);
        return removed;
    }

    /** Drops the library's own frames that were never sent, because they belong to the session. */
    void dropWaitingOfLibrary() {
        List<Submission> dropped = new ArrayList<>();
        for (Submission submission : waiting) {
            if (submission.isOfLibrary()) {
                dropped.add(submission);
            }
        }
        waiting.removeAll(dropped);
    }

    /** The session continues on another stream: undecided frames are sent again. */
    void onResumed(long lastClientSeq) {
        again.clear();
        for (Long seq : inFlight.keySet()) {
            if (seq > lastClientSeq) {
                again.add(seq);
            }
        }
    }

    /**
     * The session is lost. Returns its frames in flight, in order; frames that were never sent stay for the next
     * session.
     */
    List<Submission> onSessionLost() {
        List<Submission> sent = new ArrayList<>(inFlight.values());
        inFlight.clear();
        again.clear();
        taken.clear();
        lastSeq = 0;
        return sent;
    }

    /** Writes waiting frames for as long as the stream is ready. */
    void pump(Writer to, int maxFrameBytes) {
        while (!again.isEmpty() && to.isReady()) {
            long seq = again.removeFirst();
            Submission submission = inFlight.get(seq);
            if (submission != null) {
                to.send(seq, submission.frame());
            }
        }
        while (!waiting.isEmpty() && to.isReady()) {
            Submission next = waiting.removeFirst();
            int size = next.frame().sizeBytes();
            if (maxFrameBytes > 0 && size > maxFrameBytes) {
                // It would end the whole session (FRAME_TOO_LARGE) and fail everything in flight.
                settled.onSettled(next, SendResult.of(tooLarge(size, maxFrameBytes)));
                continue;
            }
            lastSeq++;
            inFlight.put(lastSeq, next);
            to.send(lastSeq, next.frame());
        }
    }

    /** The outcome of every frame up to this seq is decided, and those that are still here were not refused. */
    void ack(long seq) {
        List<Long> covered = new ArrayList<>();
        for (Long pending : inFlight.keySet()) {
            if (pending > seq) {
                break;
            }
            covered.add(pending);
        }
        for (Long pending : covered) {
            settle(pending, SendResult.TAKEN);
        }
    }

    /**
     * Reports selected frames of the app in flight up to this seq as taken, before the ack. They stay in flight until
     * the ack arrives, because their seqs must not be missing when the session is resumed.
     */
    void take(Which which, long seq) {
        for (Map.Entry<Long, Submission> pending : new ArrayList<>(inFlight.entrySet())) {
            Submission submission = pending.getValue();
            if (pending.getKey() <= seq && which.test(submission.frame()) && !submission.isOfLibrary()) {
                inFlight.put(pending.getKey(), Submission.ofLibrary(submission.frame()));
                settled.onSettled(submission, SendResult.TAKEN);
            }
        }
    }

    /** Returns whether a notice about this seq found its message. */
    boolean onNotice(long seq, Notice notice) {
        if (settle(seq, SendResult.of(notice))) {
            return true;
        }
        Submission signal = taken.remove(seq);
        if (signal == null) {
            return false;
        }
        settled.onTakenFailed(signal, SendResult.of(notice));
        return true;
    }

    private boolean settle(long seq, SendResult result) {
        @Nullable Submission submission = inFlight.remove(seq);
        if (submission == null) {
            return false;
        }
        if (result.isTaken() && submission.frame().isSignal()) {
            taken.add(seq, submission);
        }
        settled.onSettled(submission, result);
        return true;
    }

    private static Notice tooLarge(int size, int maxFrameBytes) {
        return Notice.builder(
                        Notice.Code.TOO_LARGE, "The message exceeds the limit of the server; send less at a time.")
                .violation(new FieldViolation("", "up to " + size + " bytes", "at most " + maxFrameBytes + " bytes"))
                .build();
    }
}

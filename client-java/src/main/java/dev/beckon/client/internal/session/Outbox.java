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
 * What one session sends: first it waits for the stream to be ready, then, numbered, for its outcome.
 *
 * <p>Owned by its session. Bounded by whoever submits: every submission holds a part of the client's budget until it is
 * settled.
 */
final class Outbox {

    /** Is told, once, what became of each submission. */
    interface Settled {
        void onSettled(Submission submission, SendResult result);
    }

    private final Settled settled;
    private final Deque<Submission> waiting = new ArrayDeque<>();
    private final Map<Long, Submission> inFlight = new LinkedHashMap<>();
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

    boolean isEmpty() {
        return waiting.isEmpty() && inFlight.isEmpty();
    }

    boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    /** Whether a join of this room waits, or waits for its outcome. */
    boolean hasJoin(String room) {
        return hasJoin(waiting, room) || hasJoin(inFlight.values(), room);
    }

    private static boolean hasJoin(Collection<Submission> submissions, String room) {
        for (Submission submission : submissions) {
            if (room.equals(submission.frame().joinedRoom())) {
                return true;
            }
        }
        return false;
    }

    /** Writes what waits, for as long as the stream is ready. */
    void pump(FrameSink sink, int maxFrameBytes) {
        while (!waiting.isEmpty() && sink.isReady()) {
            Submission next = waiting.removeFirst();
            int size = next.frame().sizeBytes();
            if (maxFrameBytes > 0 && size > maxFrameBytes) {
                // It would cost the whole session (FRAME_TOO_LARGE), and with it everything in flight.
                settled.onSettled(next, SendResult.refused(tooLarge(size, maxFrameBytes)));
                continue;
            }
            lastSeq++;
            inFlight.put(lastSeq, next);
            sink.send(lastSeq, next.frame());
        }
    }

    /** The outcome of every frame up to this seq is decided, and no refusal came for those that are still here. */
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

    /** Whether the frame was still waiting for its outcome. */
    boolean refuse(long seq, Notice notice) {
        return settle(seq, SendResult.refused(notice));
    }

    private boolean settle(long seq, SendResult result) {
        @Nullable Submission submission = inFlight.remove(seq);
        if (submission == null) {
            return false;
        }
        settled.onSettled(submission, result);
        return true;
    }

    /** Settles everything: what was sent is unconfirmed, what waited never left. */
    void end(SendResult.NotSentReason reason) {
        List<Submission> sent = new ArrayList<>(inFlight.values());
        List<Submission> unsent = new ArrayList<>(waiting);
        inFlight.clear();
        waiting.clear();
        for (Submission submission : sent) {
            settled.onSettled(submission, SendResult.UNCONFIRMED);
        }
        for (Submission submission : unsent) {
            settled.onSettled(submission, SendResult.notSent(reason));
        }
    }

    private static Notice tooLarge(int size, int maxFrameBytes) {
        return Notice.builder(
                        Notice.Code.TOO_LARGE, "The message is larger than the server takes; send less at a time.")
                .violation(new FieldViolation("", "up to " + size + " bytes", "at most " + maxFrameBytes + " bytes"))
                .build();
    }
}

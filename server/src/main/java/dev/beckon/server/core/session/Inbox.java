package dev.beckon.server.core.session;

import dev.beckon.server.core.message.Command;
import dev.beckon.server.core.message.Refusal;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The client's frames, in order and one at a time: the next is handled once the outcome of the previous one is decided.
 * This keeps the order, makes the ack a single number, and lets a slow store slow down the client's socket. Owned by:
 * session executor.
 */
final class Inbox {

    /** A frame of the client, with the receipt of its transport. */
    record Frame(long seq, Command command, Receipt receipt) {

        /** Returns the same frame as refused. */
        Frame refused(Refusal refusal) {
            return new Frame(seq, new Command.Refused(refusal), receipt);
        }

        /** Returns whether it may need a notice. */
        boolean mayBeRefused() {
            return !(command instanceof Command.KeepAlive || command instanceof Command.Bye);
        }
    }

    /** The session, as far as the inbox needs it. */
    interface Worker {

        /** Executes the frame; returns the reason if it is refused. */
        CompletionStage<Optional<Refusal>> perform(Frame frame);

        /** Turns the failure of a store into a refusal. */
        Refusal onStoreFailure(Throwable failure);

        /**
         * Reports a refusal to the client, and that all frames up to {@code ack} are decided; 0 if they have no
         * numbers.
         */
        void onDecided(Frame frame, Optional<Refusal> refusal, long ack);

        /** A frame whose outcome was pending for a while is decided. */
        void onIdle();
    }

    /** Frames that may wait behind the one in progress; reached only by a client that overlaps its Sends. */
    private static final int CAPACITY = 16;

    private final SerialExecutor executor;
    private final Worker worker;
    private final Queue<Frame> waiting = new ArrayDeque<>(2);
    private long lastReceived;
    private long lastDecided;
    private boolean working;
    private boolean closed;

    Inbox(SerialExecutor executor, Worker worker) {
        this.executor = executor;
        this.worker = worker;
    }

    void add(Frame frame) {
        if (!working && waiting.isEmpty()) {
            work(frame);
        } else if (waiting.size() < CAPACITY) {
            waiting.add(frame);
        } else {
            frame.receipt().overrun();
        }
    }

    /** Returns the highest seq whose outcome is decided. */
    long lastDecided() {
        return lastDecided;
    }

    /** Returns whether the client has sent a numbered frame. */
    boolean hasReceived() {
        return lastReceived != 0;
    }

    /**
     * Refuses waiting frames: they came over a stream that is no longer current. The one in progress is still decided.
     */
    void fence() {
        for (Frame frame = waiting.poll(); frame != null; frame = waiting.poll()) {
            frame.receipt().takenOver();
        }
    }

    /** Returns whether the outcome of a frame is pending. */
    boolean isWorking() {
        return working;
    }

    /** Accepts no more frames. The one in progress is still decided. */
    void close() {
        closed = true;
        for (Frame frame = waiting.poll(); frame != null; frame = waiting.poll()) {
            frame.receipt().ended();
        }
    }

    private void work(Frame frame) {
        if (closed) {
            frame.receipt().ended();
        } else if (isNext(frame)) {
            perform(frame);
        }
    }

    /** Returns whether the frame is new and none is missing before it; otherwise calls its receipt. */
    private boolean isNext(Frame frame) {
        long seq = frame.seq();
        if (seq == 0) {
            return true;
        }
        if (Long.compareUnsigned(seq, lastReceived) <= 0) {
            frame.receipt().decided(lastDecided);
            return false;
        }
        if (seq != lastReceived + 1) {
            frame.receipt().gap(lastReceived + 1);
            return false;
        }
        lastReceived = seq;
        return true;
    }

    private void perform(Frame frame) {
        CompletionStage<Optional<Refusal>> outcome;
        try {
            outcome = worker.perform(frame);
        } catch (RuntimeException fault) {
            frame.receipt().ended();
            throw fault;
        }
        CompletableFuture<Optional<Refusal>> future = outcome.toCompletableFuture();
        if (future.isDone() && !future.isCompletedExceptionally()) {
            onDecided(frame, future.join());
            return;
        }
        working = true;
        outcome.whenComplete((refusal, failure) -> executor.execute(() -> {
            working = false;
            onDecided(frame, failure == null ? refusal : Optional.of(worker.onStoreFailure(failure)));
            workNext();
            worker.onIdle();
        }));
    }

    /** One frame per task, so that the effects of one are known to the next. */
    private void workNext() {
        if (working || waiting.isEmpty()) {
            return;
        }
        work(waiting.remove());
        if (!waiting.isEmpty()) {
            executor.execute(this::workNext);
        }
    }

    private void onDecided(Frame frame, Optional<Refusal> refusal) {
        if (frame.seq() != 0) {
            lastDecided = frame.seq();
        }
        worker.onDecided(frame, refusal, lastDecided);
        frame.receipt().decided(lastDecided);
    }
}

package dev.beckon.server.core.session;

import dev.beckon.server.core.message.Command;
import dev.beckon.server.core.message.Refusal;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The client's frames, in order and one at a time: the next is looked at when the outcome of the one before is decided. So
 * order needs no further care, the ack is a single number, and a slow store pushes back to the client's socket. Owned by:
 * session executor.
 */
final class Inbox {

    /** A frame of the client, with the ear of the door that it came through. */
    record Frame(long seq, Command command, Receipt receipt) {

        /** The same frame, which is refused. */
        Frame refused(Refusal refusal) {
            return new Frame(seq, new Command.Refused(refusal), receipt);
        }

        /** Whether it may need a notice. */
        boolean mayBeRefused() {
            return !(command instanceof Command.KeepAlive || command instanceof Command.Bye);
        }
    }

    /** The session, as far as the inbox needs it. */
    interface Worker {

        /** Does what the frame asks for; tells why not, if it is refused. */
        CompletionStage<Optional<Refusal>> perform(Frame frame);

        /** Turns the failure of a store into a refusal. */
        Refusal onStoreFailure(Throwable failure);

        /** Tells the client of a refusal, and that everything up to {@code ack} is decided; 0 if it numbers nothing. */
        void onDecided(Frame frame, Optional<Refusal> refusal, long ack);

        /** The outcome of a frame had been open for a while, and is decided. */
        void onIdle();
    }

    /** Frames that may wait behind the one in work; only a client that overlaps its Sends gets there. */
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

    /** The highest seq whose outcome is decided. */
    long lastDecided() {
        return lastDecided;
    }

    /** Whether the client has said anything that counts. */
    boolean hasReceived() {
        return lastReceived != 0;
    }

    /** Refuses what waits: it came over a stream that counts no more. What is in work is still decided. */
    void fence() {
        for (Frame frame = waiting.poll(); frame != null; frame = waiting.poll()) {
            frame.receipt().takenOver();
        }
    }

    /** Whether the outcome of a frame is still open. */
    boolean isWorking() {
        return working;
    }

    /** Looks at nothing more. What is in work is still decided. */
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

    /** Whether the frame is new and nothing is missing before it; if not, its sender is told. */
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

    /** One frame for each task: what one of them caused is known to the next. */
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

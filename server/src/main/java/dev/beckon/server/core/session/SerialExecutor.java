package dev.beckon.server.core.session;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs the tasks of one owner in order, one at a time, never nested. It has no thread of its own: the first task makes
 * an executor drain the queue; after a turn (see {@link Turns}) another executor continues. Callable from any thread.
 *
 * <p>The queue is unbounded; its users are bounded: each stream has one frame in progress at a time.
 */
public final class SerialExecutor implements Executor {

    /** The present work of a thread. */
    private static final class Turn {

        /** The number of nested drains. */
        private int depth;

        /** How many more tasks they may run in total. */
        private int left;

        /** The executor whose queue the thread is handing over. */
        private @Nullable SerialExecutor handing;
    }

    private static final ThreadLocal<Turn> TURN = ThreadLocal.withInitial(Turn::new);

    private final Turns turns;
    private final Consumer<Throwable> onFault;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger pending = new AtomicInteger();
    private final Runnable drain = this::drain;
    private volatile @Nullable Thread owner;

    /**
     * @param turns runs the drains
     * @param onFault receives what a task throws; the next task still runs
     */
    public SerialExecutor(Turns turns, Consumer<Throwable> onFault) {
        this.turns = turns;
        this.onFault = onFault;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (pending.getAndIncrement() != 0) {
            return;
        }
        Turn turn = TURN.get();
        boolean isTurnOver = turn.depth > 0 && turn.left <= 0;
        if (!isTurnOver || !handOver(turn)) {
            turns.first().execute(drain);
        }
    }

    /** Runs a task and returns its result. If the task throws, the stage fails too, so that nobody waits forever. */
    public <T> CompletionStage<T> submit(Supplier<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        execute(() -> {
            try {
                result.complete(task.get());
            } catch (Throwable fault) {
                result.completeExceptionally(fault);
                throw fault;
            }
        });
        return result;
    }

    /** Throws unless called from within a task of this executor. */
    public void assertOwned() {
        if (owner != Thread.currentThread()) {
            throw new IllegalStateException("called outside its executor");
        }
    }

    private void drain() {
        Turn turn = TURN.get();
        if (turn.handing == this) {
            // The executor runs this within the caller, which continues by itself.
            turn.handing = null;
            return;
        }
        if (turn.depth == 0) {
            turn.left = turns.tasks();
        }
        turn.depth++;
        try {
            do {
                turn.left--;
                runNext();
                if (pending.decrementAndGet() == 0) {
                    return;
                }
            } while (turn.left > 0 || !handOver(turn));
        } finally {
            turn.depth--;
        }
    }

    /** Leaves the queue to another drain. If that is refused, this thread takes one more turn. */
    private boolean handOver(Turn turn) {
        turn.handing = this;
        boolean taken;
        try {
            turns.next().execute(drain);
            taken = turn.handing == this;
        } catch (RejectedExecutionException goingDown) {
            taken = false;
        }
        turn.handing = null;
        if (!taken) {
            turn.left = turns.tasks();
        }
        return taken;
    }

    private void runNext() {
        owner = Thread.currentThread();
        try {
            tasks.remove().run();
        } catch (Throwable fault) {
            report(fault);
        } finally {
            owner = null;
        }
    }

    private void report(Throwable fault) {
        try {
            onFault.accept(fault);
        } catch (Throwable worse) {
            // The next task must run in any case: an owner that stops draining is dead forever.
            worse.addSuppressed(fault);
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, worse);
        }
    }
}

package dev.beckon.server.core.session;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs the tasks of one owner in order, one at a time, never inside each other. It has no thread of its own: whoever adds
 * the first task makes the underlying executor drain the queue. Callable from any thread.
 *
 * <p>The queue has no bound of its own; those who add to it have: each stream has one frame in work at a time.
 */
public final class SerialExecutor implements Executor {

    private final Executor underlying;
    private final Consumer<Throwable> onFault;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger pending = new AtomicInteger();
    private final Runnable drain = this::drain;
    private volatile @Nullable Thread owner;

    /**
     * @param underlying runs the drain; {@code Runnable::run} makes the caller do it
     * @param onFault gets what a task throws; the next task runs nevertheless
     */
    public SerialExecutor(Executor underlying, Consumer<Throwable> onFault) {
        this.underlying = underlying;
        this.onFault = onFault;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (pending.getAndIncrement() == 0) {
            underlying.execute(drain);
        }
    }

    /** Runs a task and gives its result. If the task throws, the stage fails too, so that nobody waits for ever. */
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

    /** Fails unless called from within a task of this executor. */
    public void assertOwned() {
        if (owner != Thread.currentThread()) {
            throw new IllegalStateException("called outside its executor");
        }
    }

    private void drain() {
        do {
            owner = Thread.currentThread();
            try {
                tasks.remove().run();
            } catch (Throwable fault) {
                report(fault);
            } finally {
                owner = null;
            }
        } while (pending.decrementAndGet() != 0);
    }

    private void report(Throwable fault) {
        try {
            onFault.accept(fault);
        } catch (Throwable worse) {
            // Whatever happens, the next task must run: an owner that stops draining is dead for ever.
            worse.addSuppressed(fault);
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, worse);
        }
    }
}

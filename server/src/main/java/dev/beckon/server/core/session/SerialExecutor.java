package dev.beckon.server.core.session;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
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
            underlying.execute(this::drain);
        }
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
                onFault.accept(fault);
            } finally {
                owner = null;
            }
        } while (pending.decrementAndGet() != 0);
    }
}

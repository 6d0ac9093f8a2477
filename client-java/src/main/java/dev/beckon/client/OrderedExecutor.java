package dev.beckon.client;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks on the app's executor in order and one at a time, whatever kind of executor it is. It holds its lock only
 * while it accesses the queue, never while a task runs or while it calls the app's executor.
 *
 * <p>It has no bound of its own: tasks come from results, which the outbound queue bounds, and from frames, of which
 * the connection reads only a few ahead.
 */
final class OrderedExecutor implements Executor {

    private final Executor app;
    private final Runnable onRejected;
    private final Object lock = new Object();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean running;
    private boolean rejected;

    /** Runs tasks on {@code app}. If that rejects a task, no more tasks run and {@code onRejected} is called once. */
    OrderedExecutor(Executor app, Runnable onRejected) {
        this.app = app;
        this.onRejected = onRejected;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (lock) {
            if (rejected) {
                return;
            }
            tasks.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        try {
            app.execute(this::drain);
        } catch (RejectedExecutionException appIsDone) {
            synchronized (lock) {
                rejected = true;
                tasks.clear();
            }
            onRejected.run();
        }
    }

    private void drain() {
        for (Runnable task = next(); task != null; task = next()) {
            try {
                task.run();
            } catch (RuntimeException | Error thrownByApp) {
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, thrownByApp);
            }
        }
    }

    private @Nullable Runnable next() {
        synchronized (lock) {
            Runnable task = tasks.poll();
            running = task != null;
            return task;
        }
    }
}

package dev.beckon.client;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The default callback executor: a daemon thread that ends when it has been idle for 5 s. */
final class CallbackThread implements Executor {

    private final ThreadPoolExecutor executor;

    CallbackThread(String peerId) {
        // The queue never holds more than one task, because only an ordered executor submits to it.
        executor = new ThreadPoolExecutor(1, 1, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread thread = new Thread(task, "beckon-callbacks-" + peerId);
            thread.setDaemon(true);
            return thread;
        });
        executor.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable task) {
        executor.execute(task);
    }
}

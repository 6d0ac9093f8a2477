package dev.beckon.server.main;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that go on where an event loop's turn is over, and do what timers begin. First come, first served: each session
 * and each room waits here at most once, and after its turn again at the end.
 */
final class Workers implements Executor {

    private static final long CLOSE_SECONDS = 2;

    private final ThreadPoolExecutor threads;

    /** Half of the cores: a storm leaves the others to the event loops. */
    Workers() {
        int count = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        ThreadFactory factory = Thread.ofPlatform().daemon().name("worker-", 1).factory();
        threads = new ThreadPoolExecutor(count, count, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
    }

    @Override
    public void execute(Runnable turn) {
        threads.execute(turn);
    }

    /** How many turns wait. */
    int waiting() {
        return threads.getQueue().size();
    }

    /** Takes nothing more; what waits is still done. */
    void close() throws InterruptedException {
        threads.shutdown();
        if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(waiting() + " turns still wait after " + CLOSE_SECONDS + " s");
        }
    }
}

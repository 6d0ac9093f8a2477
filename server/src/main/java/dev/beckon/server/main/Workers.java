package dev.beckon.server.main;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads that continue work whose turn on an event loop is over, and run due timers. First in, first out: each session
 * and each room is queued at most once, and goes to the end of the queue after its turn.
 */
final class Workers implements Executor {

    private static final long CLOSE_SECONDS = 2;

    private final ThreadPoolExecutor threads;

    /** Half of the cores, so that a storm leaves the others to the event loops. */
    Workers() {
        int count = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        ThreadFactory factory = Thread.ofPlatform().daemon().name("worker-", 1).factory();
        threads = new ThreadPoolExecutor(count, count, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
    }

    @Override
    public void execute(Runnable turn) {
        threads.execute(turn);
    }

    /** Returns the number of waiting turns. */
    int waiting() {
        return threads.getQueue().size();
    }

    /** Accepts no more work; finishes what is queued. */
    void close() throws InterruptedException {
        threads.shutdown();
        if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(waiting() + " turns still wait after " + CLOSE_SECONDS + " s");
        }
    }
}

package dev.beckon.server.transport.web.grpcweb;

import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs tasks of any thread on the event loop of one call. */
final class CallLoop {

    private final ContextInternal context;
    /** Tasks of other threads that have not run yet. */
    private final AtomicInteger hops = new AtomicInteger();

    CallLoop(ContextInternal context) {
        this.context = context;
    }

    /**
     * Runs the task on the loop, at once if this is its thread. Tasks run in the order of submission, so a task from
     * the loop itself queues up behind pending ones.
     */
    void run(Runnable task) {
        if (hops.get() == 0 && context.inThread()) {
            task.run();
            return;
        }
        hops.incrementAndGet();
        context.runOnContext(turn -> {
            hops.decrementAndGet();
            task.run();
        });
    }

    /** Runs the task on the loop, never within the caller: for callbacks into the service. */
    void runLater(Runnable task) {
        context.runOnContext(turn -> task.run());
    }
}

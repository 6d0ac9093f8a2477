package dev.beckon.server.transport.web.grpcweb;

import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.atomic.AtomicInteger;

/** The way to the event loop of one call, from any thread. */
final class CallLoop {

    private final ContextInternal context;
    /** Tasks of other threads that are on their way. */
    private final AtomicInteger hops = new AtomicInteger();

    CallLoop(ContextInternal context) {
        this.context = context;
    }

    /**
     * Runs the task on the loop, at once if this is its thread. Tasks run in the order in which they were given, so one of the
     * loop itself queues up behind those that are on their way.
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

    /** Runs the task on the loop, never inside the caller: for callbacks into the service. */
    void runLater(Runnable task) {
        context.runOnContext(turn -> task.run());
    }
}

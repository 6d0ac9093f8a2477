package dev.beckon.server.core.session;

import dev.beckon.server.core.port.Scheduler;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long a session may be away. Owned by: session executor. */
final class ResumeWindow {

    private final Scheduler scheduler;
    private final SerialExecutor executor;
    private final Runnable over;
    private Scheduler.@Nullable Timer timer;

    /** @param over called when the client did not come back in time */
    ResumeWindow(Scheduler scheduler, SerialExecutor executor, Runnable over) {
        this.scheduler = scheduler;
        this.executor = executor;
        this.over = over;
    }

    void open(Duration length) {
        timer = scheduler.schedule(
                length,
                () -> executor.execute(() -> {
                    if (timer != null) {
                        over.run();
                    }
                }));
    }

    void close() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}

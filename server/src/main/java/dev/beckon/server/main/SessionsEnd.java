package dev.beckon.server.main;

import dev.beckon.server.config.ServerConfig;
import dev.beckon.server.core.session.Shutdown;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Ends all sessions after asking their clients to leave within the drain time. */
final class SessionsEnd {

    private static final Duration ENDING = Duration.ofSeconds(3);

    private final Shutdown shutdown;
    private final ServerConfig.Drain drain;
    private final CompletableFuture<Void> hurried = new CompletableFuture<>();

    SessionsEnd(Shutdown shutdown, ServerConfig.Drain drain) {
        this.shutdown = shutdown;
        this.drain = drain;
    }

    /** Stops waiting for clients to leave. Callable from any thread, at any time. */
    void hurry() {
        hurried.complete(null);
    }

    void run() throws Exception {
        if (!hurried.isDone()) {
            CompletableFuture<Void> gone =
                    shutdown.drain(drain.spread(), drain.within()).toCompletableFuture();
            CompletableFuture.anyOf(gone, hurried)
                    .get(drain.within().plus(ENDING).toMillis(), TimeUnit.MILLISECONDS);
        }
        shutdown.endAll().toCompletableFuture().get(ENDING.toMillis(), TimeUnit.MILLISECONDS);
    }
}

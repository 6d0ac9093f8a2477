package dev.beckon.server.transport.web;

import dev.beckon.server.transport.grpc.StreamExecutors;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.Executor;

/** Streams of the web port belong to the event loop of their connection. */
public final class VertxStreamExecutors implements StreamExecutors {

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if called outside a callback of the web port
     */
    @Override
    public Executor current() {
        Context context = Vertx.currentContext();
        if (context == null) {
            throw new IllegalStateException("called outside a callback of the web port");
        }
        return task -> context.runOnContext(ignored -> task.run());
    }
}

package dev.beckon.server.transport.web;

import dev.beckon.server.transport.web.grpcweb.ConnectionUse;
import dev.beckon.server.transport.web.grpcweb.Connections;
import io.netty.channel.Channel;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

/**
 * Closes idle connections: those without a request, and those without a call whose last one ended long ago. Connections
 * that have not sent a byte are unknown here; the idle timeout of Vert.x closes them. Owned by: one event loop.
 */
final class IdleConnections implements Handler<HttpConnection>, ConnectionUse {

    private static final class Use {
        private int calls;
        private long sinceNanos = System.nanoTime();
    }

    private final long idleNanos;
    /** By channel: an upgrade to HTTP/2 creates a second connection on the same channel. */
    private final Map<Channel, Use> uses = new HashMap<>();

    IdleConnections(Duration idle) {
        this.idleNanos = idle.toNanos();
    }

    @Override
    public void handle(HttpConnection opened) {
        Channel channel = Connections.channel(opened);
        if (uses.put(channel, new Use()) == null) {
            channel.closeFuture().addListener(closed -> uses.remove(channel));
        }
        // From here on a call may be silent for hours, which Vert.x would treat as idle.
        if (channel.pipeline().get(IdleStateHandler.class) != null) {
            channel.pipeline().remove(IdleStateHandler.class);
        }
    }

    void touch(HttpConnection connection) {
        count(connection, 0);
    }

    @Override
    public void callBegan(HttpConnection connection) {
        count(connection, 1);
    }

    @Override
    public void callEnded(HttpConnection connection) {
        count(connection, -1);
    }

    void sweep() {
        long now = System.nanoTime();
        // A copy, because cutting a connection removes it from the map.
        for (Map.Entry<Channel, Use> entry : new ArrayList<>(uses.entrySet())) {
            Use use = entry.getValue();
            if (use.calls == 0 && now - use.sinceNanos > idleNanos) {
                Connections.cut(entry.getKey());
            }
        }
    }

    private void count(HttpConnection connection, int calls) {
        Use use = uses.get(Connections.channel(connection));
        if (use != null) {
            use.calls += calls;
            use.sinceNanos = System.nanoTime();
        }
    }
}

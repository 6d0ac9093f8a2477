package dev.beckon.server.transport.web.grpcweb;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;

/**
 * Reports one call to its connection, and limits the time of a slow reader. Owned by: the event loop of the request.
 */
final class ConnectionGuard {

    private static final int HTTP2_CANCEL = 8;

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final Duration linger;
    private final ConnectionUse connections;

    ConnectionGuard(Vertx vertx, HttpServerRequest request, Duration linger, ConnectionUse connections) {
        this.vertx = vertx;
        this.request = request;
        this.linger = linger;
        this.connections = connections;
        connections.callBegan(request.connection());
    }

    /** Called once, when the call has ended. */
    void ended() {
        connections.callEnded(request.connection());
    }

    /** Limits how long written data waits for a slow reader. */
    Future<Void> closing(Future<Void> written, boolean slow) {
        if (slow) {
            long timer = vertx.setTimer(linger.toMillis(), late -> drop());
            written.onComplete(done -> vertx.cancelTimer(timer));
        }
        return written;
    }

    private void drop() {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset(HTTP2_CANCEL);
        } else {
            Connections.cut(request.connection());
        }
    }
}

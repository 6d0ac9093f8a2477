package dev.beckon.server.transport.web.grpcweb;

import io.vertx.core.http.HttpConnection;

/** Receives the begin and end of calls per connection. Called on the event loop of the connection. */
public interface ConnectionUse {

    void callBegan(HttpConnection connection);

    /** Called once for each call that began. */
    void callEnded(HttpConnection connection);
}

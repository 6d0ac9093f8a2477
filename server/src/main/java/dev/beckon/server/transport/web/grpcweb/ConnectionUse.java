package dev.beckon.server.transport.web.grpcweb;

import io.vertx.core.http.HttpConnection;

/** Is told on which connections calls are in progress. Called on the event loop of the connection. */
public interface ConnectionUse {

    void callBegan(HttpConnection connection);

    /** Once for each call that began. */
    void callEnded(HttpConnection connection);
}

package dev.beckon.server.transport.grpc;

import java.util.concurrent.Executor;

/**
 * Finds the thread of a stream. Writing on that thread needs no thread switch, and events that queue up while it is
 * busy leave in one frame.
 */
public interface StreamExecutors {

    /** Returns the executor of the event loop that runs the current callback. */
    Executor current();
}

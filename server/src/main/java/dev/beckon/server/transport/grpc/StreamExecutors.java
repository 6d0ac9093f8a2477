package dev.beckon.server.transport.grpc;

import java.util.concurrent.Executor;

/**
 * Which thread a stream belongs to. Writing from that thread costs no hop, and what gathers while it is busy leaves in one
 * frame.
 */
public interface StreamExecutors {

    /** The executor of the event loop that runs the current callback. */
    Executor current();
}

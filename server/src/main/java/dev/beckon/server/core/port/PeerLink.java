package dev.beckon.server.core.port;

import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.message.ServerEvent;

/** Port: the stream to a client. Called on the session's executor only; must not block. */
public interface PeerLink {

    /**
     * Queues an event for the client. Signals are refused first; what cannot be refused to anybody has a reserve.
     *
     * @return false if the queue is full: the event was not taken
     */
    boolean send(ServerEvent event);

    /** Tells the client, with the next frame, that all its frames up to {@code seq} are decided. */
    void ack(long seq);

    /**
     * Ends the stream after what is queued. Nothing is sent after it.
     *
     * @param reference where the log tells more, for {@link EndReason#FAULT}; else ""
     */
    void close(EndReason reason, String reference);
}

package dev.beckon.server.core.port;

import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.message.ServerEvent;

/** Port: the stream to a client. Called only on the session's executor; must not block. */
public interface PeerLink {

    /**
     * Queues a state event, which a later event or snapshot can supersede. State events go before signals and notices.
     *
     * @return false if the queue is full: the event was not taken, and {@code drained} will be called
     */
    boolean send(ServerEvent event);

    /**
     * Queues a signal or a notice.
     *
     * @param seq its number in the mailbox; sent to the client only if the welcome declared the session resumable
     * @return false if the queue is full: the event was not taken, and {@code drained} will be called
     */
    boolean sendTracked(long seq, ServerEvent event);

    /** Returns the highest tracked seq handed to the transport. */
    long trackedWritten();

    /**
     * Drops all queued tracked events and accepts no more.
     *
     * @return the highest tracked seq handed to the transport; no higher one will follow
     */
    long stopTracked();

    /** Sets a task that runs, on any thread, whenever the queue has room again after it was full. */
    void onDrained(Runnable drained);

    /** Acknowledges, with the next frame, all frames of the client up to {@code seq} as decided. */
    void ack(long seq);

    /**
     * Ends the stream after the queued events. Nothing is sent after it.
     *
     * @param words for {@link EndReason#FAULT}, a reference to the log; for {@link EndReason#DISCONNECTED}, text for
     * the user; otherwise ""
     */
    void close(EndReason reason, String words);
}

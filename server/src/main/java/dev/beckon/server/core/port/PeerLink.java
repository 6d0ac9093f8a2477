package dev.beckon.server.core.port;

import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.message.ServerEvent;

/** Port: the stream to a client. Called on the session's executor only; must not block. */
public interface PeerLink {

    /**
     * Queues state: what a later event or a fresh snapshot can make up for. It goes before signals and notices.
     *
     * @return false if the queue is full: the event was not taken, and {@code drained} will be called
     */
    boolean send(ServerEvent event);

    /**
     * Queues a signal or a notice.
     *
     * @param seq its number in the mailbox, which the client sees only if the welcome said that it is resumable
     * @return false if the queue is full: the event was not taken, and {@code drained} will be called
     */
    boolean sendTracked(long seq, ServerEvent event);

    /** The highest tracked seq that has been handed to the transport. */
    long trackedWritten();

    /**
     * Drops the tracked events that wait in the queue, and takes no more of them.
     *
     * @return the highest tracked seq that has been handed to the transport: no higher one ever will be
     */
    long stopTracked();

    /** Runs a task, on any thread, whenever the queue has room again after it was full. */
    void onDrained(Runnable drained);

    /** Tells the client, with the next frame, that all its frames up to {@code seq} are decided. */
    void ack(long seq);

    /**
     * Ends the stream after what is queued. Nothing is sent after it.
     *
     * @param words for {@link EndReason#FAULT}, where the log tells more; for {@link EndReason#DISCONNECTED}, words for the
     *     person; else ""
     */
    void close(EndReason reason, String words);
}

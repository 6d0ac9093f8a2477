package dev.beckon.client.internal.session;

/** One stream to the server, as used by the machine. */
public interface Stream {

    /**
     * Returns whether another frame can be written without queueing; when it turns true again,
     * {@link StreamListener#onReady} is called.
     */
    boolean isReady();

    /**
     * Returns whether frames are being read. While the app is slow they are not, and silence is this client's own
     * doing.
     */
    boolean isReading();

    /**
     * Writes a frame.
     *
     * @param seq its number; 0 for heartbeat, bye and a bare ack
     * @param ack the highest handled event
     * @param frame the frame; nothing may follow a bye
     */
    void send(long seq, long ack, Outgoing frame);

    /** Asks the server for an answer; {@link StreamListener#onHeard} reports it. */
    void check();

    /** Abandons the stream at once. Its listener is not called any more. */
    void drop();
}

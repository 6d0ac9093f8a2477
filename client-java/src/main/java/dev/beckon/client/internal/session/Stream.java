package dev.beckon.client.internal.session;

/** One stream to the server, as the machine uses it. */
public interface Stream {

    /** Whether another frame can be written without piling up; when it turns true again, {@link StreamListener#onReady}. */
    boolean isReady();

    /** Whether what the server says is read at all: as long as the app is slow, silence is this client's own doing. */
    boolean isReading();

    /**
     * Writes a frame.
     *
     * @param seq its number; 0 for heartbeat, bye and a bare ack
     * @param ack the highest event that was handled
     * @param frame the frame; after a bye nothing follows
     */
    void send(long seq, long ack, Outgoing frame);

    /** Asks for a sign of life; {@link StreamListener#onHeard} tells of it. */
    void check();

    /** Gives it up at once. Its listener is told nothing any more. */
    void drop();
}

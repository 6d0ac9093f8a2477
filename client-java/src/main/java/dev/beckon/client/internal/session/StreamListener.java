package dev.beckon.client.internal.session;

/**
 * What a stream tells the machine. What one says that the machine has given up goes nowhere, so it may say it.
 *
 * <p>Never called from within a call of the machine.
 */
public interface StreamListener {

    /** One event, which knows whom to call for its kind. */
    interface Event {
        /** Calls the method for what happened; none if it is of a kind that this version does not know. */
        void tell(FrameHandler to);
    }

    /** Something arrived, whatever it was. */
    void onHeard();

    /**
     * An event arrived.
     *
     * @param seq its number; 0 if it has none
     * @param event what happened; not told if it was seen before, or if one is missing before it
     */
    void onEvent(long seq, Event event);

    /** The outcome of every frame up to this seq is decided. Comes after the events of the same message. */
    void onAck(long seq);

    /** The stream takes frames again. */
    void onReady();

    /** The stream ended. */
    void onEnd(StreamEnd end);
}

package dev.beckon.client.internal.session;

/**
 * Receives the events of a stream. Events of a stream that the machine has abandoned are ignored.
 *
 * <p>Never called from within a call of the machine.
 */
public interface StreamListener {

    /** One event, which dispatches itself by its kind. */
    interface Event {
        /** Calls the method for this kind of event; none if this version does not know the kind. */
        void tell(FrameHandler to);
    }

    /** A message arrived, of any kind. */
    void onHeard();

    /**
     * An event arrived.
     *
     * @param seq its number; 0 for none
     * @param event the event; ignored if it is a duplicate or an event before it is missing
     */
    void onEvent(long seq, Event event);

    /** The outcome of every frame up to this seq is decided. Called after the events of the same message. */
    void onAck(long seq);

    /** The stream accepts frames again. */
    void onReady();

    /** The stream ended. */
    void onEnd(StreamEnd end);
}

package dev.beckon.server.core.session;

/**
 * Receives the outcome of a frame, for the transport. Exactly one method is called, once, on the session's executor.
 */
public interface Receipt {

    /** All frames up to {@code ack} are decided; 0 if they have no numbers. */
    void decided(long ack);

    /** The frame was ignored: the frame with seq {@code expected} is missing. */
    void gap(long expected);

    /** The frame was ignored: too many are waiting, because the client does not wait for responses. */
    void overrun();

    /** The frame was ignored: a newer stream of the session took over. */
    void takenOver();

    /** The frame was ignored: the stream or the session has ended. */
    void ended();
}

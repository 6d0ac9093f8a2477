package dev.beckon.server.core.session;

/** How a door learns what became of a frame that it gave to a session. Called once, on the session's executor. */
public interface Receipt {

    /** The outcome of every frame up to {@code ack} is decided; 0 if the client numbers nothing. */
    void decided(long ack);

    /** The frame was not looked at: the client left out the frame with seq {@code expected}. */
    void gap(long expected);

    /** The frame was not looked at: too many wait already, because the client does not wait for answers. */
    void overrun();

    /** The frame was not looked at: a newer stream of the session took over. */
    void takenOver();

    /** The frame was not looked at: the stream, or the session, is over. */
    void ended();
}

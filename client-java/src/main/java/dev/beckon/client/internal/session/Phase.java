package dev.beckon.client.internal.session;

/** The state of a client. The public API has the same names, and the diagram. */
public enum Phase {
    /** Not connected yet. */
    IDLE,
    /** Waiting for a welcome. */
    CONNECTING,
    /** Has a stream and its welcome. */
    LIVE,
    /** The next attempt is made automatically, or when the network is back. */
    WAITING,
    /** Does not reconnect. */
    STOPPED,
    /** Closed by the app; the remaining frames are being sent. */
    CLOSING,
    /** The final state. */
    CLOSED
}

package dev.beckon.client.internal.session;

/** Where a client stands. The API shows the same names, and the picture. */
public enum Phase {
    /** Not connected yet. */
    IDLE,
    /** On the way to a welcome. */
    CONNECTING,
    /** Welcomed, with a stream. */
    LIVE,
    /** The next attempt comes by itself, or when the network is back. */
    WAITING,
    /** Does not come back by itself. */
    STOPPED,
    /** The app closed it; the rest is on its way. */
    CLOSING,
    /** The end. */
    CLOSED
}

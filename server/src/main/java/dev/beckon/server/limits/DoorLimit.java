package dev.beckon.server.limits;

/** The limits of connections and calls, before a session exists. */
public enum DoorLimit {
    /** Calls of Connect and Open from one address. */
    CONNECTS_PER_ADDRESS,
    /** Connections from one address to a port. */
    CONNECTIONS_PER_ADDRESS,
    /** How fast one address opens connections. */
    CONNECTION_RATE_PER_ADDRESS,
    /** Connections to a port. */
    CONNECTIONS,
    /** Streams of one address that come through trusted proxies. */
    STREAMS_PER_ADDRESS,
    /** Streams that come through trusted proxies. */
    STREAMS,
    /** Request bodies being received from one address on the web port. */
    UPLOADS_PER_ADDRESS,
    /** Request bodies being received on the web port. */
    UPLOADS,
    /** Requests that did not arrive in time. */
    REQUEST_TIMEOUT,
    /** Streams cancelled by a connection: rapid reset. */
    RESETS,
    /** Frames without effect: PING, SETTINGS, PRIORITY, unknown ones, empty DATA. */
    CONTROL_FRAMES
}

package dev.beckon.server.limits;

/** The limits at the doors. */
public enum DoorLimit {
    /** Calls of Connect and Open from one address. */
    CONNECTS_PER_ADDRESS,
    /** Connections from one address. */
    CONNECTIONS_PER_ADDRESS,
    /** Connections to a port. */
    CONNECTIONS,
    /** Request bodies of one address that are arriving on the web port. */
    UPLOADS_PER_ADDRESS,
    /** Request bodies that are arriving on the web port. */
    UPLOADS,
    /** A request that did not arrive in time. */
    REQUEST_TIMEOUT,
    /** Streams that a connection cancelled: rapid reset. */
    RESETS,
    /** Frames that a connection sent for nothing: PING, SETTINGS, PRIORITY, unknown ones, empty DATA. */
    CONTROL_FRAMES
}

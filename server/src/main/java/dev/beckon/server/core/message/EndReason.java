package dev.beckon.server.core.message;

/** Why a session ended. */
public enum EndReason {
    /** The client said bye. */
    BYE,
    /** The stream was ended or lost by the client. */
    GONE,
    /** Another session took the peer id. */
    REPLACED,
    /** Nothing was heard from the client for too long. */
    HEARTBEAT_MISSED,
    /** The client did not read as fast as others wrote to it. */
    SLOW,
    /** The client broke the protocol in a way that a notice cannot mend, for instance left out a seq. */
    PROTOCOL_ERROR,
    /** The server is going down. */
    SHUTDOWN,
    /** A fault of the server. */
    FAULT
}

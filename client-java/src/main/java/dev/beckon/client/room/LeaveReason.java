package dev.beckon.client.room;

/** Why a member left. */
public enum LeaveReason {
    /** A reason that this version of the library does not know. */
    UNSPECIFIED,
    /** It left the room. Its session continues. */
    LEFT,
    /** It ended its session with bye: its client was closed. */
    BYE,
    /** Its stream ended or fell silent, and it did not return in time. */
    GONE,
    /** Another session took its peer id. */
    REPLACED,
    /** An operator or the app's backend ended its session, or its access token was revoked. */
    DISCONNECTED,
    /** The room was closed by an operator or the app's backend. */
    ROOM_CLOSED,
    /** The server that it was connected to is shutting down. Its client reconnects by itself, in another session. */
    SHUTDOWN,
    /** Its access token expired. Its client may reconnect with a newer token, in another session. */
    TOKEN_EXPIRED
}

package dev.beckon.client.room;

/** Why a member is gone. */
public enum LeaveReason {
    /** A reason that this version of the library does not know. */
    UNSPECIFIED,
    /** It left the room, and its session goes on. */
    LEFT,
    /** It said bye: its client was closed. */
    BYE,
    /** Its stream ended or fell silent, and it did not come back in time. */
    GONE,
    /** Another session took its peer id. */
    REPLACED,
    /** An operator or the app's backend ended its session, or its access token was revoked. */
    DISCONNECTED,
    /** The room was closed by an operator or the app's backend. */
    ROOM_CLOSED,
    /** The server that it was connected to is going down. Its client comes back by itself, in another session. */
    SHUTDOWN,
    /** Its access token expired. Its client may come back with a newer one, in another session. */
    TOKEN_EXPIRED
}

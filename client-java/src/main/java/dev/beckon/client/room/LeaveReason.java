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
    /** An operator or the app's backend ended its session, or its access token ran out. */
    DISCONNECTED,
    /** The room was closed by an operator or the app's backend. */
    ROOM_CLOSED
}

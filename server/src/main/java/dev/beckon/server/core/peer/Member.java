package dev.beckon.server.core.peer;

/**
 * A peer in a room.
 *
 * @param away whether it has no stream at present but may return
 */
public record Member(PeerId peer, SessionId session, Profile profile, boolean away) {}

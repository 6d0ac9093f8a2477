package dev.beckon.server.core.peer;

/**
 * A peer in a room.
 *
 * @param away whether its stream is gone and may come back
 */
public record Member(PeerId peer, SessionId session, Profile profile, boolean away) {}

package dev.beckon.server.core.peer;

/** A peer in a room. */
public record Member(PeerId peer, SessionId session, Profile profile) {}

package dev.beckon.server.core.peer;

import org.jspecify.annotations.Nullable;

/** That a session holds a peer id: what the directory of peers keeps. */
public record Registration(PeerId peer, SessionId session, @Nullable SessionKey key) {}

package dev.beckon.server.core.peer;

import org.jspecify.annotations.Nullable;

/**
 * That a session holds a peer id: what the directory of peers keeps.
 *
 * @param key null when the session is not resumable
 * @param subject whose session it is, "" where the server asks for no access tokens
 */
public record Registration(PeerId peer, SessionId session, @Nullable SessionKey key, String subject) {}

package dev.beckon.server.core.peer;

import org.jspecify.annotations.Nullable;

/**
 * An entry of the peer directory: a session holds a peer id.
 *
 * @param key null if the session is not resumable
 * @param subject the owner of the session, "" if the server requires no access tokens
 */
public record Registration(PeerId peer, SessionId session, @Nullable SessionKey key, String subject) {}

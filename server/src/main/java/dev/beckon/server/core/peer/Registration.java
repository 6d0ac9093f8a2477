package dev.beckon.server.core.peer;

import dev.beckon.server.core.port.PeerDirectory;
import org.jspecify.annotations.Nullable;

/** That a session holds a peer id: what the {@link PeerDirectory} keeps. */
public record Registration(PeerId peer, SessionId session, @Nullable SessionKey key) {}

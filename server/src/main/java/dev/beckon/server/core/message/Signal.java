package dev.beckon.server.core.message;

import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.RoomId;
import dev.beckon.server.core.peer.SessionId;
import org.jspecify.annotations.Nullable;

/**
 * A signal that a client wants delivered to another peer.
 *
 * @param toSession deliver only to this session of {@code to}; null for the session that holds the id
 * @param room context of the signal: both peers must be members; null for none
 * @param connectionId label of the connection between the two peers, "" for the main one
 */
public record Signal(
        PeerId to, @Nullable SessionId toSession, @Nullable RoomId room, String connectionId, Payload payload) {}

package dev.beckon.server.core.message;

import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.RoomId;
import dev.beckon.server.core.peer.SessionId;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks to be handed to another peer.
 *
 * @param toSession only this session of {@code to} may see it; null for whichever holds the id
 * @param room in whose context it is sent: both must be members; null for none
 * @param connectionId label of the connection between the two, "" for the main one
 */
public record Signal(
        PeerId to, @Nullable SessionId toSession, @Nullable RoomId room, String connectionId, Payload payload) {}

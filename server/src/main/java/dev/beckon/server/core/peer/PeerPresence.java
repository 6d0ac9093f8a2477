package dev.beckon.server.core.peer;

import org.jspecify.annotations.Nullable;

/**
 * Whether a peer can be reached.
 *
 * @param session null when it is offline
 * @param version rises with every change of any peer: of two facts about one peer the higher is the newer
 */
public record PeerPresence(PeerId peer, State state, @Nullable SessionId session, long version) {

    /** Whether a session holds the peer id, and has a stream. */
    public enum State {
        OFFLINE,
        LIVE,
        AWAY
    }
}

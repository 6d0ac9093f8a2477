package dev.beckon.server.core.peer;

import org.jspecify.annotations.Nullable;

/**
 * Whether a peer can be reached.
 *
 * @param session null when it is offline, or not for everybody to know
 * @param version rises with every change of any peer: of two facts about one peer the higher is the newer
 */
public record PeerPresence(PeerId peer, State state, @Nullable SessionId session, long version) {

    /** The same, for somebody who may not know the session. */
    public PeerPresence withoutSession() {
        return session == null ? this : new PeerPresence(peer, state, null, version);
    }

    /** Whether a session holds the peer id, and has a stream. */
    public enum State {
        OFFLINE,
        LIVE,
        AWAY
    }
}

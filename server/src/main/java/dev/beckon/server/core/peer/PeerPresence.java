package dev.beckon.server.core.peer;

import org.jspecify.annotations.Nullable;

/**
 * Whether a peer can be reached.
 *
 * @param session null if it is offline, or if the receiver may not see it
 * @param version increases with every change of any peer: of two values for one peer the higher is the newer
 */
public record PeerPresence(PeerId peer, State state, @Nullable SessionId session, long version) {

    /** Returns this presence without the session, for receivers that may not see it. */
    public PeerPresence withoutSession() {
        return session == null ? this : new PeerPresence(peer, state, null, version);
    }

    /** Whether a session holds the peer id (not OFFLINE), and whether it has a stream (LIVE). */
    public enum State {
        OFFLINE,
        LIVE,
        AWAY
    }
}

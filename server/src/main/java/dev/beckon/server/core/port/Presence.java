package dev.beckon.server.core.port;

import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.PeerPresence;
import dev.beckon.server.core.peer.SessionId;
import java.util.concurrent.CompletionStage;

/**
 * Port: presence of peers. Called on any thread; must not block; a stage that completes exceptionally means that the
 * store is unavailable.
 */
public interface Presence {

    /**
     * Sets the state of a peer. OFFLINE takes effect only for the session that was set last.
     *
     * @return the number of observers that are notified
     */
    CompletionStage<Integer> show(PeerId peer, SessionId session, PeerPresence.State state);

    /**
     * Notifies the observer of the present state of a peer and of each change.
     *
     * @return false if the peer has as many observers as it may have: then this one is not notified
     */
    CompletionStage<Boolean> watch(PeerId peer, Observer observer);

    /** Stops notifying the observer; a call already in flight may still arrive. */
    CompletionStage<Void> unwatch(PeerId peer, Observer observer);

    /** Receives presence. May be called by several threads at once: the higher version is the newer state. */
    interface Observer {
        void onPresence(PeerPresence presence);
    }
}

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

    /** Sets the state of a peer. OFFLINE takes effect only for the session that was set last. */
    void show(PeerId peer, SessionId session, PeerPresence.State state);

    /** Notifies the observer of the present state of a peer and of each change. */
    CompletionStage<Void> watch(PeerId peer, Observer observer);

    /** Stops notifying the observer; a call already in flight may still arrive. */
    CompletionStage<Void> unwatch(PeerId peer, Observer observer);

    /** Receives presence. May be called by several threads at once: the higher version is the newer state. */
    interface Observer {
        void onPresence(PeerPresence presence);
    }
}

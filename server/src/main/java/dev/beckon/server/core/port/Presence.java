package dev.beckon.server.core.port;

import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.PeerPresence;
import dev.beckon.server.core.peer.SessionId;
import java.util.concurrent.CompletionStage;

/**
 * Port: who is there. Called on any thread; must not block; a stage that completes exceptionally means that the store is
 * away.
 */
public interface Presence {

    /** Shows what became of a peer. Going offline counts only for the session that was shown last. */
    void show(PeerId peer, SessionId session, PeerPresence.State state);

    /** Tells an observer how it stands with a peer, now and after each change. */
    CompletionStage<Void> watch(PeerId peer, Observer observer);

    /** Tells it no more, some late words aside. */
    CompletionStage<Void> unwatch(PeerId peer, Observer observer);

    /** Somebody who watches. May be called by several threads at once: of two words the higher version counts. */
    interface Observer {
        void onPresence(PeerPresence presence);
    }
}

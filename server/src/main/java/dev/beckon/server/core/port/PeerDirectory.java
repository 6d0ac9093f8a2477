package dev.beckon.server.core.port;

import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.Registration;
import dev.beckon.server.core.peer.SessionId;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Port: the registered peers. At most one session holds a peer id at any instant (design promise P3). Called on any
 * thread; must not block; a stage that completes exceptionally means that the store is unavailable.
 */
public interface PeerDirectory {

    /**
     * Claims the peer id for a session, atomically.
     *
     * @param mayReplace whether the session that holds the id may be displaced
     */
    CompletionStage<Claim> claim(Registration registration, Predicate<Registration> mayReplace);

    /** Returns the present holder of the peer id. */
    CompletionStage<Optional<Registration>> locate(PeerId peer);

    /** Releases the peer id if this session still holds it. */
    CompletionStage<Void> release(PeerId peer, SessionId session);

    /** The outcome of a claim. */
    sealed interface Claim {

        /**
         * The session now holds the id.
         *
         * @param displaced the previous holder, which must be notified; null if there was none
         */
        record Granted(@Nullable Registration displaced) implements Claim {}

        /** Another session holds the id. */
        record Held() implements Claim {}
    }
}

package dev.beckon.server.core.port;

import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.Registration;
import dev.beckon.server.core.peer.SessionId;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Port: who is registered. Holds at most one session for a peer id at any instant (design promise P3). Called on any
 * thread; must not block; a stage that completes exceptionally means that the store is away.
 */
public interface PeerDirectory {

    /**
     * Takes the peer id for a session, in one atomic step.
     *
     * @param mayReplace whether the session that holds the id may be displaced
     */
    CompletionStage<Claim> claim(Registration registration, Predicate<Registration> mayReplace);

    /** Who holds the peer id now. */
    CompletionStage<Optional<Registration>> locate(PeerId peer);

    /** Gives the peer id back, if this session still holds it. */
    CompletionStage<Void> release(PeerId peer, SessionId session);

    /** What became of a claim. */
    sealed interface Claim {

        /**
         * The session holds the id.
         *
         * @param displaced who held the id before, to be told; null if nobody did
         */
        record Granted(@Nullable Registration displaced) implements Claim {}

        /** Another session holds the id. */
        record Held() implements Claim {}
    }
}

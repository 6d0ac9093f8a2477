package dev.beckon.server.cluster;

import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.Registration;
import dev.beckon.server.core.peer.SessionId;
import dev.beckon.server.core.port.PeerDirectory;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;

/** The peers registered on this node. Each change is one atomic operation on the map. */
public final class InMemoryPeerDirectory implements PeerDirectory {

    private static final CompletionStage<Void> DONE = CompletableFuture.completedFuture(null);
    private static final CompletionStage<Optional<Registration>> NOBODY =
            CompletableFuture.completedFuture(Optional.empty());

    private final ConcurrentMap<PeerId, Registration> registrations = new ConcurrentHashMap<>();

    /** Returns the number of registered peers. */
    public int size() {
        return registrations.size();
    }

    @Override
    public CompletionStage<Claim> claim(Registration registration, Predicate<Registration> mayReplace) {
        Claim[] outcome = {new Claim.Held()};
        registrations.compute(registration.peer(), (peer, held) -> {
            if (held != null && !mayReplace.test(held)) {
                return held;
            }
            outcome[0] = new Claim.Granted(held);
            return registration;
        });
        return CompletableFuture.completedFuture(outcome[0]);
    }

    @Override
    public CompletionStage<Optional<Registration>> locate(PeerId peer) {
        Registration held = registrations.get(peer);
        return held == null ? NOBODY : CompletableFuture.completedFuture(Optional.of(held));
    }

    @Override
    public CompletionStage<Void> release(PeerId peer, SessionId session) {
        registrations.computeIfPresent(peer, (id, held) -> held.session().equals(session) ? null : held);
        return DONE;
    }
}

package dev.beckon.server.core.session;

import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.message.ServerEvent.Notice;
import dev.beckon.server.core.peer.Access;
import dev.beckon.server.core.peer.IdPatterns;
import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.PeerPresence;
import dev.beckon.server.core.port.FanOutLimiter;
import dev.beckon.server.core.port.Presence;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The peers whose presence one session watches, with the latest presence known. The session id of a peer is visible
 * only to those who may send it signals. Owned by: session executor.
 */
final class Watches {

    private static final CompletionStage<Optional<Refusal>> NOTHING =
            CompletableFuture.completedFuture(Optional.empty());

    private final Map<PeerId, @Nullable PeerPresence> latest = new HashMap<>(0);
    private final Presence presence;
    private final SerialExecutor executor;
    private final FanOutLimiter fanOut;
    private final Supplier<Access> access;
    private final Consumer<Notice> notices;

    /**
     * @param access the present access of the session
     * @param notices receives the notice that peers have too many watchers
     */
    Watches(
            Presence presence,
            SerialExecutor executor,
            FanOutLimiter fanOut,
            Supplier<Access> access,
            Consumer<Notice> notices) {
        this.presence = presence;
        this.executor = executor;
        this.fanOut = fanOut;
        this.access = access;
        this.notices = notices;
    }

    /** Returns the known presence of the watched peers, as visible to the client. */
    Collection<PeerPresence> known() {
        return latest.values().stream()
                .filter(known -> known != null)
                .map(this::visible)
                .toList();
    }

    /**
     * The access has changed: stops watching peers that are no longer granted.
     *
     * @return the warning for the client; empty if nothing has changed
     */
    Optional<Notice> keepGranted(Presence.Observer observer) {
        IdPatterns granted = access.get().grants().watch();
        List<PeerId> ungranted = latest.keySet().stream()
                .filter(peer -> !granted.contain(peer.value()))
                .toList();
        if (ungranted.isEmpty()) {
            return Optional.empty();
        }
        ungranted.forEach(peer -> forget(peer, observer));
        return Optional.of(new Notice(List.of(), Refusal.watchEnded(ungranted.getFirst(), ungranted.size()), ""));
    }

    /** Watches exactly these peers, except those that too many others watch: the client receives a notice about them. */
    CompletionStage<Optional<Refusal>> watch(Set<PeerId> peers, Presence.Observer observer) {
        Set<PeerId> old = new HashSet<>(latest.keySet());
        old.removeAll(peers);
        old.forEach(peer -> forget(peer, observer));
        fanOut.charge(peers.size());
        // Peers that are watched already are requested again: every peer gets an answer.
        Map<PeerId, CompletableFuture<Boolean>> asked = new HashMap<>();
        for (PeerId peer : peers) {
            latest.put(peer, null);
            asked.put(peer, presence.watch(peer, observer).toCompletableFuture());
        }
        return CompletableFuture.allOf(asked.values().toArray(CompletableFuture<?>[]::new))
                .thenCompose(done -> {
                    List<PeerId> refused = asked.entrySet().stream()
                            .filter(answer -> !answer.getValue().join())
                            .map(Map.Entry::getKey)
                            .toList();
                    return refused.isEmpty() ? NOTHING : executor.submit(() -> giveUp(refused));
                });
    }

    private Optional<Refusal> giveUp(List<PeerId> peers) {
        peers.forEach(latest::remove);
        notices.accept(new Notice(List.of(), Refusal.tooManyWatchers(peers.getFirst(), peers.size()), ""));
        return Optional.empty();
    }

    void unwatchAll(Presence.Observer observer) {
        Set.copyOf(latest.keySet()).forEach(peer -> forget(peer, observer));
    }

    /**
     * Returns what the client may see of it; empty if the peer is not watched, or if it is older than what is known.
     */
    Optional<PeerPresence> news(PeerPresence news) {
        if (!latest.containsKey(news.peer())) {
            return Optional.empty();
        }
        PeerPresence known = latest.get(news.peer());
        if (known != null && known.version() > news.version()) {
            return Optional.empty();
        }
        latest.put(news.peer(), news);
        return Optional.of(visible(news));
    }

    private PeerPresence visible(PeerPresence presence) {
        IdPatterns reachable = access.get().grants().signalTo();
        return reachable.contain(presence.peer().value()) ? presence : presence.withoutSession();
    }

    private void forget(PeerId peer, Presence.Observer observer) {
        latest.remove(peer);
        presence.unwatch(peer, observer);
    }
}

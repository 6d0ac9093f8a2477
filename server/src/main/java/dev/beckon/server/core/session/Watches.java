package dev.beckon.server.core.session;

import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.PeerPresence;
import dev.beckon.server.core.port.Presence;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The peers whose presence one session watches, with the latest that is known of each. Owned by: session executor. */
final class Watches {

    private final Presence presence;
    private final Map<PeerId, @Nullable PeerPresence> latest = new HashMap<>(0);

    Watches(Presence presence) {
        this.presence = presence;
    }

    /** What is known of the watched peers. */
    Collection<PeerPresence> known() {
        return latest.values().stream().filter(known -> known != null).toList();
    }

    /** Watches these peers and no others. */
    CompletionStage<Optional<Refusal>> watch(Set<PeerId> peers, Presence.Observer observer) {
        Set<PeerId> old = new HashSet<>(latest.keySet());
        old.removeAll(peers);
        old.forEach(peer -> forget(peer, observer));
        // Those that are watched already are asked for again: each peer is answered.
        CompletableFuture<?>[] asked = peers.stream()
                .map(peer -> {
                    latest.put(peer, null);
                    return presence.watch(peer, observer).toCompletableFuture();
                })
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(asked).thenApply(done -> Optional.empty());
    }

    void unwatchAll(Presence.Observer observer) {
        Set.copyOf(latest.keySet()).forEach(peer -> forget(peer, observer));
    }

    /** Whether it is news: a watched peer, and nothing newer is known of it. */
    boolean isNews(PeerPresence news) {
        if (!latest.containsKey(news.peer())) {
            return false;
        }
        PeerPresence known = latest.get(news.peer());
        if (known != null && known.version() > news.version()) {
            return false;
        }
        latest.put(news.peer(), news);
        return true;
    }

    private void forget(PeerId peer, Presence.Observer observer) {
        latest.remove(peer);
        presence.unwatch(peer, observer);
    }
}

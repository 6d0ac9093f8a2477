package dev.beckon.server.cluster;

import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.PeerPresence;
import dev.beckon.server.core.peer.PeerPresence.State;
import dev.beckon.server.core.peer.SessionId;
import dev.beckon.server.core.port.Presence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Presence on this node. Each change is one atomic operation on the map and gets its own version. Observers are called
 * afterwards, never while the map is locked.
 */
public final class LocalPresence implements Presence {

    private static final CompletionStage<Void> DONE = CompletableFuture.completedFuture(null);

    /** A peer that is present, watched, or both. Accessed only within operations on the map. */
    private static final class Entry {
        PeerPresence presence;
        final Set<Observer> observers = new HashSet<>(0);

        Entry(PeerPresence presence) {
            this.presence = presence;
        }

        boolean isUseless() {
            return presence.state() == State.OFFLINE && observers.isEmpty();
        }
    }

    private final ConcurrentMap<PeerId, Entry> entries = new ConcurrentHashMap<>();
    private final AtomicLong versions = new AtomicLong();

    private final int maxWatchers;

    /** @param maxWatchers the most observers of one peer; 0 for no limit */
    public LocalPresence(int maxWatchers) {
        this.maxWatchers = maxWatchers;
    }

    /** Returns the number of peers that are present or watched. */
    public int size() {
        return entries.size();
    }

    @Override
    public CompletionStage<Integer> show(PeerId peer, SessionId session, State state) {
        List<Observer> told = new ArrayList<>(0);
        PeerPresence[] news = new PeerPresence[1];
        change(peer, entry -> {
            boolean isOwn = session.equals(entry.presence.session());
            boolean isNews = state == State.OFFLINE ? isOwn : !isOwn || entry.presence.state() != state;
            if (isNews) {
                SessionId shown = state == State.OFFLINE ? null : session;
                entry.presence = new PeerPresence(peer, state, shown, versions.incrementAndGet());
                news[0] = entry.presence;
                told.addAll(entry.observers);
            }
        });
        told.forEach(observer -> observer.onPresence(news[0]));
        return CompletableFuture.completedFuture(told.size());
    }

    @Override
    public CompletionStage<Boolean> watch(PeerId peer, Observer observer) {
        PeerPresence[] now = new PeerPresence[1];
        change(peer, entry -> {
            boolean mayWatch =
                    maxWatchers == 0 || entry.observers.size() < maxWatchers || entry.observers.contains(observer);
            if (mayWatch) {
                entry.observers.add(observer);
                now[0] = entry.presence;
            }
        });
        if (now[0] == null) {
            return CompletableFuture.completedFuture(false);
        }
        observer.onPresence(now[0]);
        return CompletableFuture.completedFuture(true);
    }

    @Override
    public CompletionStage<Void> unwatch(PeerId peer, Observer observer) {
        change(peer, entry -> entry.observers.remove(observer));
        return DONE;
    }

    private void change(PeerId peer, Consumer<Entry> step) {
        entries.compute(peer, (id, held) -> {
            Entry entry = held == null
                    ? new Entry(new PeerPresence(id, State.OFFLINE, null, versions.incrementAndGet()))
                    : held;
            step.accept(entry);
            return entry.isUseless() ? null : entry;
        });
    }
}

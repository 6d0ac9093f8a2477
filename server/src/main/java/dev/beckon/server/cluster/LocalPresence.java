package dev.beckon.server.cluster;

import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.PeerPresence;
import dev.beckon.server.core.peer.PeerPresence.State;
import dev.beckon.server.core.peer.SessionId;
import dev.beckon.server.core.port.Presence;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Who is there, on this one node. Each change is one atomic step of the map and has a version of its own; observers are told
 * afterwards, so that none is called while the map is locked.
 */
public final class LocalPresence implements Presence {

    private static final CompletionStage<Void> DONE = CompletableFuture.completedFuture(null);

    /** A peer that is there, or watched, or both. */
    private record Entry(PeerPresence presence, Set<Observer> observers) {

        Entry with(Observer observer) {
            Set<Observer> more = new HashSet<>(observers);
            more.add(observer);
            return new Entry(presence, Set.copyOf(more));
        }

        @Nullable
        Entry without(Observer observer) {
            Set<Observer> fewer = new HashSet<>(observers);
            fewer.remove(observer);
            return new Entry(presence, Set.copyOf(fewer)).unlessUseless();
        }

        @Nullable
        Entry unlessUseless() {
            return presence.state() == State.OFFLINE && observers.isEmpty() ? null : this;
        }
    }

    private final ConcurrentMap<PeerId, Entry> entries = new ConcurrentHashMap<>();
    private final AtomicLong versions = new AtomicLong();

    /** How many peers are there or watched. */
    public int size() {
        return entries.size();
    }

    @Override
    public void show(PeerId peer, SessionId session, State state) {
        PeerPresence[] news = new PeerPresence[1];
        Entry after = change(peer, entry -> {
            if (state == State.OFFLINE && !session.equals(entry.presence().session())) {
                return entry;
            }
            news[0] =
                    new PeerPresence(peer, state, state == State.OFFLINE ? null : session, versions.incrementAndGet());
            return new Entry(news[0], entry.observers()).unlessUseless();
        });
        if (after != null && news[0] != null) {
            after.observers().forEach(observer -> observer.onPresence(news[0]));
        }
    }

    @Override
    public CompletionStage<Void> watch(PeerId peer, Observer observer) {
        Entry after = change(peer, entry -> entry.with(observer));
        if (after != null) {
            observer.onPresence(after.presence());
        }
        return DONE;
    }

    @Override
    public CompletionStage<Void> unwatch(PeerId peer, Observer observer) {
        change(peer, entry -> entry.without(observer));
        return DONE;
    }

    private @Nullable Entry change(PeerId peer, UnaryOperator<@Nullable Entry> step) {
        return entries.compute(
                peer,
                (id, held) -> step.apply(
                        held == null
                                ? new Entry(
                                        new PeerPresence(id, State.OFFLINE, null, versions.incrementAndGet()), Set.of())
                                : held));
    }
}

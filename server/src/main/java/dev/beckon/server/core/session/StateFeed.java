package dev.beckon.server.core.session;

import dev.beckon.server.core.message.ServerEvent.PeerLeft;
import dev.beckon.server.core.message.ServerEvent.PresenceChanged;
import dev.beckon.server.core.message.ServerEvent.RoomEvent;
import dev.beckon.server.core.message.ServerEvent.RoomSnapshot;
import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.PeerPresence;
import dev.beckon.server.core.peer.RoomId;
import dev.beckon.server.core.peer.SessionId;
import dev.beckon.server.core.port.PeerLink;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The state sent to one stream: rooms and presence. State that the stream does not take is never queued: a room that
 * missed a change gets a new snapshot once there is room again; of a peer only the latest presence is kept.
 *
 * <p>Owned by: session executor.
 */
final class StateFeed {

    private static final int MAX_OWN_LEAVES = 64;

    private final SessionId self;
    private final PeerLink link;
    private final Consumer<RoomId> refresh;

    /** Rooms that need a new snapshot before their changes mean anything to the client. */
    private final Set<RoomId> incomplete = new HashSet<>();

    /** Those of them whose snapshot has not been requested, because the stream is full. */
    private final Set<RoomId> missed = new HashSet<>();

    private final Queue<PeerLeft> ownLeaves = new ArrayDeque<>(1);
    private final Map<PeerId, PeerPresence> unsaid = new LinkedHashMap<>();

    /** @param refresh requests a new snapshot of a room */
    StateFeed(SessionId self, PeerLink link, Consumer<RoomId> refresh) {
        this.self = self;
        this.link = link;
        this.refresh = refresh;
    }

    /** Requests a snapshot of each of these rooms. */
    void begin(Collection<RoomId> rooms) {
        incomplete.addAll(rooms);
        rooms.forEach(refresh);
    }

    /** Returns whether the client's view of its rooms is complete: only then may it receive signals sent in them. */
    boolean isComplete() {
        return incomplete.isEmpty() && ownLeaves.isEmpty();
    }

    /** Returns whether the stream took it or does not need it. */
    boolean show(RoomEvent event) {
        RoomId room = event.room();
        if (event instanceof PeerLeft left && left.session().equals(self)) {
            incomplete.remove(room);
            missed.remove(room);
            return showOwn(left);
        }
        if (incomplete.contains(room) && !(event instanceof RoomSnapshot)) {
            return true;
        }
        if (ownLeaves.isEmpty() && link.send(event)) {
            incomplete.remove(room);
            missed.remove(room);
            return true;
        }
        incomplete.add(room);
        missed.add(room);
        return false;
    }

    /** No later event can replace it, so it waits until the stream takes it. */
    private boolean showOwn(PeerLeft left) {
        if (link.send(left)) {
            return true;
        }
        ownLeaves.add(left);
        return false;
    }

    /** Returns whether the stream took it. */
    boolean show(PeerPresence presence) {
        if (unsaid.isEmpty() && link.send(new PresenceChanged(presence))) {
            return true;
        }
        unsaid.put(presence.peer(), presence);
        return false;
    }

    /**
     * Returns whether too many events wait that nothing can replace: the client joins and leaves rooms without reading.
     */
    boolean isOverdue() {
        return ownLeaves.size() > MAX_OWN_LEAVES;
    }

    void watchOnly(Set<PeerId> peers) {
        unsaid.keySet().retainAll(peers);
    }

    /** The stream has room again. */
    void onDrained() {
        while (!ownLeaves.isEmpty() && link.send(ownLeaves.peek())) {
            ownLeaves.remove();
        }
        var presences = unsaid.values().iterator();
        while (presences.hasNext() && link.send(new PresenceChanged(presences.next()))) {
            presences.remove();
        }
        Set<RoomId> asking = Set.copyOf(missed);
        missed.clear();
        asking.forEach(refresh);
    }
}

package dev.beckon.server.core.session;

import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.message.ServerEvent.LeaveReason;
import dev.beckon.server.core.message.ServerEvent.PeerJoined;
import dev.beckon.server.core.message.ServerEvent.PeerLeft;
import dev.beckon.server.core.message.ServerEvent.RoomEvent;
import dev.beckon.server.core.message.ServerEvent.RoomSnapshot;
import dev.beckon.server.core.peer.Member;
import dev.beckon.server.core.peer.Profile;
import dev.beckon.server.core.peer.RoomId;
import dev.beckon.server.core.port.FanOutLimiter;
import dev.beckon.server.core.port.Rooms;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The rooms of one session, according to the events it has received. What the session does in a room, and what it is shown
 * of it, is charged by the number of members. Owned by: session executor.
 */
final class Memberships {

    private static final int WEIGHT_BYTES = 1024;

    /** One room. */
    private static final class Membership {

        /** Whether the snapshot has come, so that the others know of this session too. */
        private boolean joined;

        /** Joins whose snapshot has not been charged. */
        private int asked = 1;

        private int members;
    }

    private final Rooms rooms;
    private final int maxRooms;
    private final FanOutLimiter fanOut;
    private final Map<RoomId, Membership> memberships = new HashMap<>(0);
    private Member self;

    Memberships(Rooms rooms, int maxRooms, FanOutLimiter fanOut, Member self) {
        this.rooms = rooms;
        this.maxRooms = maxRooms;
        this.fanOut = fanOut;
        this.self = self;
    }

    Profile profile() {
        return self.profile();
    }

    /** Returns whether the snapshot has arrived, so that the other members know this session too. */
    boolean isJoined(RoomId room) {
        Membership membership = memberships.get(room);
        return membership != null && membership.joined;
    }

    /** 0, or how long the session may not cause anything more in its rooms, because it has caused more than it may. */
    long debtNanos() {
        return fanOut.waitNanos();
    }

    CompletionStage<Optional<Refusal>> join(
            RoomId room, long clientSeq, Rooms.Observer observer, SerialExecutor executor) {
        Membership held = memberships.get(room);
        if (held == null && memberships.size() >= maxRooms) {
            return CompletableFuture.completedFuture(Optional.of(Refusal.tooManyRooms(room, maxRooms)));
        }
        if (held == null) {
            memberships.put(room, new Membership());
        } else {
            held.asked++;
        }
        return rooms.join(room, self, clientSeq, observer).whenComplete((refusal, failure) -> {
            if (failure != null || refusal.isPresent()) {
                executor.execute(
                        () -> memberships.computeIfPresent(room, (id, asking) -> asking.joined ? asking : null));
            }
        });
    }

    CompletionStage<Optional<Refusal>> leave(RoomId room) {
        if (!isJoined(room)) {
            return CompletableFuture.completedFuture(Optional.of(Refusal.notInRoom(self.peer(), room)));
        }
        fanOut.charge(members(List.of(room)));
        return rooms.leave(room, self, LeaveReason.LEFT).thenApply(left -> Optional.empty());
    }

    /** Returns the rooms in which others see this session. */
    List<RoomId> joined() {
        return memberships.entrySet().stream()
                .filter(entry -> entry.getValue().joined)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Publishes whether the stream is gone, if that changed. */
    void showAway(boolean away) {
        if (self.away() != away) {
            self = new Member(self.peer(), self.session(), self.profile(), away);
            List<RoomId> joined = joined();
            fanOut.charge(members(joined) * weight());
            joined.forEach(room -> rooms.update(room, self));
        }
    }

    /** Charges a snapshot of each room, for a new stream. */
    void chargeSnapshots() {
        fanOut.charge(members(joined()));
    }

    /** Requests a new snapshot. */
    CompletionStage<Void> refresh(RoomId room) {
        return rooms.refresh(room, self);
    }

    /** Leaves every room, including those whose snapshot is still pending. */
    void leaveAll(LeaveReason reason) {
        Set<RoomId> all = Set.copyOf(memberships.keySet());
        fanOut.charge(members(all));
        all.forEach(room -> rooms.leave(room, self, reason));
    }

    /** Publishes the profile in every room. */
    CompletionStage<Optional<Refusal>> update(Profile profile) {
        if (profile.equals(self.profile())) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        self = new Member(self.peer(), self.session(), profile, self.away());
        fanOut.charge(members(memberships.keySet()) * weight());
        CompletableFuture<?>[] updates = memberships.keySet().stream()
                .map(room -> rooms.update(room, self).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(updates).thenApply(done -> Optional.empty());
    }

    void onEvent(RoomEvent event) {
        if (event instanceof PeerLeft left && left.session().equals(self.session())) {
            memberships.remove(event.room());
            return;
        }
        if (event instanceof RoomSnapshot snapshot) {
            onSnapshot(memberships.computeIfAbsent(event.room(), room -> new Membership()), snapshot);
            return;
        }
        Membership membership = memberships.get(event.room());
        if (membership != null) {
            membership.members += event instanceof PeerJoined ? 1 : event instanceof PeerLeft ? -1 : 0;
        }
    }

    private void onSnapshot(Membership membership, RoomSnapshot snapshot) {
        membership.members = snapshot.members().size();
        // Each join is answered by a snapshot, and the first is told to all.
        fanOut.charge((long) membership.members * (membership.asked + (membership.joined ? 0 : weight())));
        membership.asked = 0;
        membership.joined = true;
        if (self.away()) {
            // The join was in progress when the stream was lost.
            rooms.update(snapshot.room(), self);
        }
    }

    private long members(Collection<RoomId> some) {
        long sum = 0;
        for (RoomId room : some) {
            Membership membership = memberships.get(room);
            sum += membership == null ? 0 : membership.members;
        }
        return sum;
    }

    /** What it costs to tell one member of this one: more, if it has much to show. */
    private long weight() {
        return 1L + self.profile().attributeBytes() / WEIGHT_BYTES;
    }
}

package dev.beckon.server.core.session;

import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.message.ServerEvent.LeaveReason;
import dev.beckon.server.core.message.ServerEvent.PeerLeft;
import dev.beckon.server.core.message.ServerEvent.RoomEvent;
import dev.beckon.server.core.message.ServerEvent.RoomSnapshot;
import dev.beckon.server.core.peer.Member;
import dev.beckon.server.core.peer.Profile;
import dev.beckon.server.core.peer.RoomId;
import dev.beckon.server.core.port.Rooms;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The rooms of one session, according to the events it has received. Owned by: session executor. */
final class Memberships {

    private enum State {
        JOINING,
        JOINED
    }

    private final Rooms rooms;
    private final int maxRooms;
    private final Map<RoomId, State> states = new HashMap<>(0);
    private Member self;

    Memberships(Rooms rooms, int maxRooms, Member self) {
        this.rooms = rooms;
        this.maxRooms = maxRooms;
        this.self = self;
    }

    Profile profile() {
        return self.profile();
    }

    /** Returns whether the snapshot has arrived, so that the other members know this session too. */
    boolean isJoined(RoomId room) {
        return states.get(room) == State.JOINED;
    }

    CompletionStage<Optional<Refusal>> join(
            RoomId room, long clientSeq, Rooms.Observer observer, SerialExecutor executor) {
        if (!states.containsKey(room) && states.size() >= maxRooms) {
            return CompletableFuture.completedFuture(Optional.of(Refusal.tooManyRooms(room, maxRooms)));
        }
        states.putIfAbsent(room, State.JOINING);
        return rooms.join(room, self, clientSeq, observer).whenComplete((refusal, failure) -> {
            if (failure != null || refusal.isPresent()) {
                executor.execute(() -> states.remove(room, State.JOINING));
            }
        });
    }

    CompletionStage<Optional<Refusal>> leave(RoomId room) {
        if (!isJoined(room)) {
            return CompletableFuture.completedFuture(Optional.of(Refusal.notInRoom(self.peer(), room)));
        }
        return rooms.leave(room, self, LeaveReason.LEFT).thenApply(left -> Optional.empty());
    }

    /** Returns the rooms in which others see this session. */
    List<RoomId> joined() {
        return states.entrySet().stream()
                .filter(entry -> entry.getValue() == State.JOINED)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Sets whether the stream is gone. Going away is published at once, coming back by {@link #refresh}. */
    void setAway(boolean away) {
        self = new Member(self.peer(), self.session(), self.profile(), away);
        if (away) {
            joined().forEach(room -> rooms.update(room, self));
        }
    }

    /** Requests a new snapshot. */
    CompletionStage<Void> refresh(RoomId room) {
        return rooms.refresh(room, self);
    }

    /** Leaves every room, including those whose snapshot is still pending. */
    void leaveAll(LeaveReason reason) {
        Set.copyOf(states.keySet()).forEach(room -> rooms.leave(room, self, reason));
    }

    /** Publishes the profile in every room. */
    CompletionStage<Optional<Refusal>> update(Profile profile) {
        self = new Member(self.peer(), self.session(), profile, self.away());
        CompletableFuture<?>[] updates = states.keySet().stream()
                .map(room -> rooms.update(room, self).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(updates).thenApply(done -> Optional.empty());
    }

    void onEvent(RoomEvent event) {
        if (event instanceof RoomSnapshot) {
            states.put(event.room(), State.JOINED);
            if (self.away()) {
                // The join was in progress when the stream was lost.
                rooms.update(event.room(), self);
            }
        } else if (event instanceof PeerLeft left && left.session().equals(self.session())) {
            states.remove(event.room());
        }
    }
}

package dev.beckon.server.rooms;

import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.message.ServerEvent.LeaveReason;
import dev.beckon.server.core.peer.Member;
import dev.beckon.server.core.peer.RoomId;
import dev.beckon.server.core.port.Page;
import dev.beckon.server.core.port.Rooms;
import dev.beckon.server.core.session.Turns;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/** The rooms of one node, in memory. Callable from any thread. A room exists while it has members. */
public final class LocalRooms implements Rooms {

    private static final CompletionStage<Void> DONE = CompletableFuture.completedFuture(null);

    private final ConcurrentMap<RoomId, Room> rooms = new ConcurrentHashMap<>();
    private final Turns turns;
    private final Consumer<Throwable> onFault;
    private final int maxMembers;

    /**
     * Creates an empty set of rooms.
     *
     * @param turns runs the rooms' tasks
     * @param onFault receives what a room's task throws
     * @param maxMembers limit of members per room
     */
    public LocalRooms(Turns turns, Consumer<Throwable> onFault, int maxMembers) {
        this.turns = turns;
        this.onFault = onFault;
        this.maxMembers = maxMembers;
    }

    /** Returns the number of rooms that have members. */
    public int size() {
        return rooms.size();
    }

    @Override
    public CompletionStage<Optional<Refusal>> join(RoomId id, Member member, long clientSeq, Observer observer) {
        Room room = rooms.compute(id, (key, held) -> {
            Room joined = held == null ? new Room(key, turns, onFault, maxMembers) : held;
            joined.expectJoin();
            return joined;
        });
        return room.submit(() -> {
            try {
                return room.join(member, clientSeq, observer);
            } finally {
                room.joinArrived();
                forgetIfOver(room);
            }
        });
    }

    @Override
    public CompletionStage<Void> leave(RoomId id, Member member, LeaveReason reason) {
        return inRoom(id, room -> room.leave(member, reason));
    }

    @Override
    public CompletionStage<Void> update(RoomId id, Member member) {
        return inRoom(id, room -> room.update(member));
    }

    @Override
    public CompletionStage<Void> refresh(RoomId id, Member member) {
        return inRoom(id, room -> room.refresh(member));
    }

    @Override
    public CompletionStage<Page<View>> list(Page.Query query) {
        List<String> ids = rooms.keySet().stream().map(RoomId::value).toList();
        return Page.of(ids, query, id -> inspect(new RoomId(id)));
    }

    @Override
    public CompletionStage<Optional<View>> inspect(RoomId id) {
        Room room = rooms.get(id);
        return room == null ? CompletableFuture.completedFuture(Optional.empty()) : room.submit(room::view);
    }

    @Override
    public CompletionStage<Integer> close(RoomId id) {
        Room room = rooms.get(id);
        if (room == null) {
            return CompletableFuture.completedFuture(0);
        }
        return room.submit(() -> {
            int removed = room.close();
            forgetIfOver(room);
            return removed;
        });
    }

    private CompletionStage<Void> inRoom(RoomId id, Consumer<Room> task) {
        Room room = rooms.get(id);
        if (room == null) {
            return DONE;
        }
        return room.submit(() -> {
                    task.accept(room);
                    forgetIfOver(room);
                    return room;
                })
                .thenCompose(touched -> DONE);
    }

    /** Runs within a task of the room; a join on its way keeps the room in the map. */
    private void forgetIfOver(Room room) {
        rooms.computeIfPresent(room.id(), (id, held) -> held == room && room.isOver() ? null : held);
    }
}

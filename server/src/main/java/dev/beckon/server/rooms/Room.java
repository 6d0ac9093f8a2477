package dev.beckon.server.rooms;

import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.message.ServerEvent.LeaveReason;
import dev.beckon.server.core.message.ServerEvent.MemberUpdated;
import dev.beckon.server.core.message.ServerEvent.PeerJoined;
import dev.beckon.server.core.message.ServerEvent.PeerLeft;
import dev.beckon.server.core.message.ServerEvent.RoomEvent;
import dev.beckon.server.core.message.ServerEvent.RoomSnapshot;
import dev.beckon.server.core.peer.Member;
import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.RoomId;
import dev.beckon.server.core.peer.SessionId;
import dev.beckon.server.core.port.Rooms;
import dev.beckon.server.core.port.Rooms.Observer;
import dev.beckon.server.core.session.SerialExecutor;
import dev.beckon.server.core.session.Turns;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One room. Every change increments its version by one and is sent to all members, so that members at the same version
 * have the same view. Owned by: room executor.
 */
final class Room {

    private record Seat(Member member, Observer observer) {}

    private final RoomId id;
    private final SerialExecutor executor;
    private final int maxMembers;

    private final Map<PeerId, Seat> seats = new LinkedHashMap<>();
    private long version;

    /** Incremented within a compute step of the map of LocalRooms, which checks it before it drops the room. */
    private final AtomicInteger joinsUnderWay = new AtomicInteger();

    Room(RoomId id, Turns turns, Consumer<Throwable> onFault, int maxMembers) {
        this.id = id;
        this.executor = new SerialExecutor(turns, onFault);
        this.maxMembers = maxMembers;
    }

    RoomId id() {
        return id;
    }

    /**
     * Runs a task as the room's owner. Callable from any thread; the methods below only within such a task, unless
     * noted.
     */
    <T> CompletionStage<T> submit(Supplier<T> task) {
        return executor.submit(task);
    }

    /** Announces a join, which keeps the room. Callable from any thread, before the join is submitted. */
    void expectJoin() {
        joinsUnderWay.incrementAndGet();
    }

    /** An announced join has been handled. */
    void joinArrived() {
        joinsUnderWay.decrementAndGet();
    }

    /** Returns whether the room has no members and no announced joins. */
    boolean isOver() {
        executor.assertOwned();
        return seats.isEmpty() && joinsUnderWay.get() == 0;
    }

    Optional<Refusal> join(Member member, long clientSeq, Observer observer) {
        executor.assertOwned();
        Seat held = seats.get(member.peer());
        if (held != null && held.member().session().equals(member.session())) {
            snapshot(clientSeq, observer);
            return Optional.empty();
        }
        if (held != null) {
            remove(held, LeaveReason.REPLACED);
        }
        if (seats.size() >= maxMembers) {
            return Optional.of(Refusal.roomFull(id, maxMembers));
        }
        version++;
        tellAll(new PeerJoined(id, version, member));
        seats.put(member.peer(), new Seat(member, observer));
        snapshot(clientSeq, observer);
        return Optional.empty();
    }

    void leave(Member member, LeaveReason reason) {
        executor.assertOwned();
        Seat seat = seatOf(member.peer(), member.session());
        if (seat != null) {
            remove(seat, reason);
        }
    }

    void update(Member member) {
        executor.assertOwned();
        Seat seat = seatOf(member.peer(), member.session());
        if (seat != null && !seat.member().equals(member)) {
            seats.put(member.peer(), new Seat(member, seat.observer()));
            version++;
            tellAll(new MemberUpdated(id, version, member));
        }
    }

    void refresh(Member member) {
        update(member);
        Seat seat = seatOf(member.peer(), member.session());
        if (seat != null) {
            snapshot(0, seat.observer());
        }
    }

    /** Returns the room's state; empty without members, when only a join is on its way. */
    Optional<Rooms.View> view() {
        executor.assertOwned();
        return seats.isEmpty()
                ? Optional.empty()
                : Optional.of(new Rooms.View(
                        id, version, seats.values().stream().map(Seat::member).toList()));
    }

    /** Removes all members in one version and returns their number. Each is notified of its own removal only. */
    int close() {
        executor.assertOwned();
        version++;
        List<Seat> all = List.copyOf(seats.values());
        seats.clear();
        for (Seat seat : all) {
            Member member = seat.member();
            seat.observer()
                    .onRoomEvent(new PeerLeft(id, version, member.peer(), member.session(), LeaveReason.ROOM_CLOSED));
        }
        return all.size();
    }

    private void remove(Seat seat, LeaveReason reason) {
        Member member = seat.member();
        version++;
        tellAll(new PeerLeft(id, version, member.peer(), member.session(), reason));
        seats.remove(member.peer());
    }

    private @Nullable Seat seatOf(PeerId peer, SessionId session) {
        Seat seat = seats.get(peer);
        return seat != null && seat.member().session().equals(session) ? seat : null;
    }

    private void tellAll(RoomEvent event) {
        for (Seat seat : seats.values()) {
            seat.observer().onRoomEvent(event);
        }
    }

    private void snapshot(long clientSeq, Observer observer) {
        observer.onRoomEvent(new RoomSnapshot(
                id, version, seats.values().stream().map(Seat::member).toList(), clientSeq));
    }
}

package dev.beckon.server.core.port;

import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.message.ServerEvent.LeaveReason;
import dev.beckon.server.core.message.ServerEvent.RoomEvent;
import dev.beckon.server.core.peer.Member;
import dev.beckon.server.core.peer.RoomId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Port: room membership. Called on any thread; must not block; calls for one room and session take effect in order. A
 * stage that completes exceptionally means that the store is unavailable.
 */
public interface Rooms {

    /**
     * Adds a session to a room. On success the observer receives a snapshot, then every change without a gap; the
     * snapshot arrives before the stage completes. A member with the same peer id from an older session is removed
     * first.
     *
     * @return the reason if it was refused
     */
    CompletionStage<Optional<Refusal>> join(RoomId room, Member member, long clientSeq, Observer observer);

    /** Removes a member; no effect if it is not a member. The leaving member is notified too. */
    CompletionStage<Void> leave(RoomId room, Member member, LeaveReason reason);

    /** Replaces the data of a member; no effect if it is not a member or nothing changed. */
    CompletionStage<Void> update(RoomId room, Member member);

    /** Replaces the data of a member and sends its observer a new snapshot; no effect if it is not a member. */
    CompletionStage<Void> refresh(RoomId room, Member member);

    /** Lists the rooms that have members. */
    CompletionStage<Page<View>> list(Page.Query query);

    /** Returns a room, if it has members. */
    CompletionStage<Optional<View>> inspect(RoomId room);

    /**
     * Removes all members of a room, in one version. Each member is notified of its own removal only.
     *
     * @return the number removed; 0 if there is no such room
     */
    CompletionStage<Integer> close(RoomId room);

    /**
     * The state of a room at one moment.
     *
     * @param members in the order of joining
     */
    record View(RoomId room, long version, List<Member> members) {

        public View {
            members = List.copyOf(members);
        }
    }

    /** Receives the events of a room for a member. Called by the room's owner, in order; must return at once. */
    interface Observer {
        void onRoomEvent(RoomEvent event);
    }
}

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
 * Port: who is in which room. Called on any thread; must not block; calls for one room and session take effect in order. A
 * stage that completes exceptionally means that the store is away.
 */
public interface Rooms {

    /**
     * Makes a session a member. On success the observer gets a snapshot first, then every delta without a gap, before the
     * stage completes. A member of the same peer id from an older session is removed first.
     *
     * @return why not, if it was refused
     */
    CompletionStage<Optional<Refusal>> join(RoomId room, Member member, long clientSeq, Observer observer);

    /** Ends a membership; nothing happens if there is none. The one who leaves is told too. */
    CompletionStage<Void> leave(RoomId room, Member member, LeaveReason reason);

    /** Shows a member as it is now; nothing happens if it is no member, or if nothing changed. */
    CompletionStage<Void> update(RoomId room, Member member);

    /** Shows a member as it is now, and gives its observer a fresh snapshot; nothing happens if it is no member. */
    CompletionStage<Void> refresh(RoomId room, Member member);

    /** The rooms that have members. */
    CompletionStage<Page<View>> list(Page.Query query);

    /** A room that has members. */
    CompletionStage<Optional<View>> inspect(RoomId room);

    /**
     * Ends all memberships of a room. Each member is told of all that end before its own, and of its own.
     *
     * @return how many ended; 0 if there is no such room
     */
    CompletionStage<Integer> close(RoomId room);

    /**
     * A room at one moment.
     *
     * @param members in the order of joining
     */
    record View(RoomId room, long version, List<Member> members) {

        public View {
            members = List.copyOf(members);
        }
    }

    /** A member's ear. Called by the room's owner, in order; must return at once. */
    interface Observer {
        void onRoomEvent(RoomEvent event);
    }
}

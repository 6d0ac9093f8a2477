package dev.beckon.server.core.port;

import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.message.ServerEvent.LeaveReason;
import dev.beckon.server.core.message.ServerEvent.RoomEvent;
import dev.beckon.server.core.peer.Member;
import dev.beckon.server.core.peer.RoomId;
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

    /** A member's ear. Called by the room's owner, in order; must return at once. */
    interface Observer {
        void onRoomEvent(RoomEvent event);
    }
}

package dev.beckon.server.core.session;

import dev.beckon.server.core.message.ServerEvent.PeerLeft;
import dev.beckon.server.core.message.ServerEvent.RoomEvent;
import dev.beckon.server.core.message.ServerEvent.RoomSnapshot;
import dev.beckon.server.core.peer.RoomId;
import dev.beckon.server.core.peer.SessionId;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The rooms of one session, as far as its events have told it. Owned by: session executor. */
final class Memberships {

    private enum State {
        JOINING,
        JOINED
    }

    private final Map<RoomId, State> rooms = new HashMap<>();

    /** Whether the snapshot has come, so that the others know of this session too. */
    boolean isJoined(RoomId room) {
        return rooms.get(room) == State.JOINED;
    }

    /** All rooms that have to be left at the end, those included whose snapshot has not come yet. */
    Set<RoomId> all() {
        return Set.copyOf(rooms.keySet());
    }

    boolean hasPlaceFor(RoomId room, int max) {
        return rooms.containsKey(room) || rooms.size() < max;
    }

    void joining(RoomId room) {
        rooms.putIfAbsent(room, State.JOINING);
    }

    void refused(RoomId room) {
        rooms.remove(room, State.JOINING);
    }

    void onEvent(RoomEvent event, SessionId self) {
        if (event instanceof RoomSnapshot) {
            rooms.put(event.room(), State.JOINED);
        } else if (event instanceof PeerLeft left && left.session().equals(self)) {
            rooms.remove(event.room());
        }
    }
}

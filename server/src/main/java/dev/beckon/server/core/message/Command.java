package dev.beckon.server.core.message;

import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.RoomId;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A validated request of a client to its session. */
public sealed interface Command {

    /** Send a signal to another peer. */
    record SendSignal(Signal signal) implements Command {}

    /** Join a room. */
    record JoinRoom(RoomId room) implements Command {}

    /** Leave a room. */
    record LeaveRoom(RoomId room) implements Command {}

    /**
     * Update the client's own profile in all rooms.
     *
     * @param displayName the new name; null keeps the present one
     * @param attributes values to set; an empty value removes the key
     */
    record UpdateMember(@Nullable String displayName, Map<String, String> attributes) implements Command {}

    /** Watch the presence of exactly these peers. */
    record WatchPresence(Set<PeerId> peers) implements Command {}

    /** Replace the access token. */
    record RefreshToken(String token) implements Command {

        @Override
        public String toString() {
            return "RefreshToken[hidden]";
        }
    }

    /**
     * A sign of life without any other request.
     *
     * @param heartbeat the promise of a heartbeat; null for other frames, which leave the earlier promise in force
     */
    record KeepAlive(@Nullable Promise heartbeat) implements Command {

        /** Creates a sign of life without a promise. */
        public KeepAlive() {
            this(null);
        }
    }

    /**
     * When the client will send the next frame.
     *
     * @param nextWithin null for the usual interval of this kind of client
     */
    record Promise(@Nullable Duration nextWithin) {}

    /** End the session on purpose. */
    record Bye() implements Command {}

    /** An invalid frame. Its sender gets a notice; nothing else happens. */
    record Refused(Refusal refusal) implements Command {}
}

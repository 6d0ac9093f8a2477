package dev.beckon.server.core.message;

import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.RoomId;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a client asks of its session, checked. */
public sealed interface Command {

    /** Hand a signal to another peer. */
    record SendSignal(Signal signal) implements Command {}

    /** Become a member of a room. */
    record JoinRoom(RoomId room) implements Command {}

    /** End a membership. */
    record LeaveRoom(RoomId room) implements Command {}

    /**
     * Change one's profile in all rooms.
     *
     * @param displayName the new name; null leaves it
     * @param attributes values to set; an empty one removes its key
     */
    record UpdateMember(@Nullable String displayName, Map<String, String> attributes) implements Command {}

    /** Watch the presence of these peers, and of no others. */
    record WatchPresence(Set<PeerId> peers) implements Command {}

    /** Go on with another access token. */
    record RefreshToken(String token) implements Command {

        @Override
        public String toString() {
            return "RefreshToken[hidden]";
        }
    }

    /**
     * Nothing but a sign of life.
     *
     * @param heartbeat what the client promises, if it is a heartbeat; null if it promises nothing anew
     */
    record KeepAlive(@Nullable Promise heartbeat) implements Command {

        /** Promises nothing anew. */
        public KeepAlive() {
            this(null);
        }
    }

    /**
     * When a client will speak again.
     *
     * @param nextWithin null: as often as every client of its kind
     */
    record Promise(@Nullable Duration nextWithin) {}

    /** End the session on purpose. */
    record Bye() implements Command {}

    /** A frame that broke a rule: its sender is told, nobody else notices. */
    record Refused(Refusal refusal) implements Command {}
}

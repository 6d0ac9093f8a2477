package dev.beckon.server.core.message;

import dev.beckon.server.core.peer.Member;
import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.PeerPresence;
import dev.beckon.server.core.peer.Registration;
import dev.beckon.server.core.peer.RoomId;
import dev.beckon.server.core.peer.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the server tells a client. */
public sealed interface ServerEvent {

    /**
     * The session is attached; always the first.
     *
     * @param lastClientSeq the highest client seq whose outcome is decided
     * @param liveness null when the session is not resumable
     * @param tokenExpiresAt null when the client's access does not expire
     * @param rooms the rooms of which a snapshot follows
     */
    record Welcome(
            Registration registration,
            AttachResult result,
            long lastClientSeq,
            List<IceServer> iceServers,
            Limits limits,
            @Nullable Liveness liveness,
            @Nullable Instant tokenExpiresAt,
            List<RoomId> rooms)
            implements ServerEvent {}

    /** What became of an earlier session. */
    enum AttachResult {
        NEW,
        LOSSLESS,
        RESYNC
    }

    /**
     * A signal from another peer.
     *
     * @param polite whether the receiver is the polite one; meaningful for offers
     */
    record Delivered(Envelope envelope, boolean polite) implements ServerEvent {}

    /**
     * All members of a room.
     *
     * @param clientSeq the seq of the join that it answers, 0 for none
     */
    record RoomSnapshot(RoomId room, long version, List<Member> members, long clientSeq) implements RoomEvent {}

    /** A member was added. */
    record PeerJoined(RoomId room, long version, Member member) implements RoomEvent {}

    /** A member is gone. */
    record PeerLeft(RoomId room, long version, PeerId peer, SessionId session, LeaveReason reason)
            implements RoomEvent {}

    /** A member's profile changed. */
    record MemberUpdated(RoomId room, long version, Member member) implements RoomEvent {}

    /**
     * What became of frames of the client, if not what it wanted.
     *
     * @param clientSeqs the frames, rising; none if they had no numbers
     * @param connectionId the connection that the signals were about, "" if none
     */
    record Notice(List<Long> clientSeqs, Refusal refusal, String connectionId) implements ServerEvent {}

    /** Whether a watched peer is there. */
    record PresenceChanged(PeerPresence presence) implements ServerEvent {}

    /** The server is alive. */
    record Heartbeat() implements ServerEvent {}

    /**
     * The stream ends, and what to do about it.
     *
     * @param delay how long the client shall wait before it does that
     * @param deadline when the server ends the stream by itself
     * @param message words for the person, "" for the usual ones
     */
    record GoAway(EndReason reason, Duration delay, Duration deadline, String message) implements ServerEvent {

        /** The stream ends at once. */
        public static GoAway now(EndReason reason, String message) {
            return new GoAway(reason, Duration.ZERO, Duration.ZERO, message);
        }
    }

    /** What happens in a room. */
    sealed interface RoomEvent extends ServerEvent {
        RoomId room();
    }

    /** Why a member left. */
    enum LeaveReason {
        LEFT,
        BYE,
        GONE,
        REPLACED,
        DISCONNECTED,
        ROOM_CLOSED,
        SHUTDOWN,
        TOKEN_EXPIRED;

        /**
         * Why a session that ends for this reason leaves its rooms.
         *
         * @param asked whether the server, going down, asked it to go: then its bye is not the wish of a person
         */
        public static LeaveReason of(EndReason end, boolean asked) {
            return switch (end) {
                case BYE -> asked ? SHUTDOWN : BYE;
                case REPLACED -> REPLACED;
                case DISCONNECTED, TOKEN_REVOKED -> DISCONNECTED;
                case TOKEN_EXPIRED -> TOKEN_EXPIRED;
                case SHUTDOWN -> SHUTDOWN;
                default -> GONE;
            };
        }
    }
}

package dev.beckon.server.core.message;

import dev.beckon.server.core.peer.Member;
import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.PeerPresence;
import dev.beckon.server.core.peer.Registration;
import dev.beckon.server.core.peer.RoomId;
import dev.beckon.server.core.peer.SessionId;
import dev.beckon.server.core.peer.SharedEncoding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An event for a client. */
public sealed interface ServerEvent {

    /**
     * The session is attached; always the first event.
     *
     * @param lastClientSeq the highest client seq whose outcome is decided
     * @param liveness null if the session is not resumable
     * @param tokenExpiresAt null if the client's access does not expire
     * @param rooms the rooms whose snapshots follow
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

    /** What happened to the earlier session. */
    enum AttachResult {
        NEW,
        LOSSLESS,
        RESYNC
    }

    /**
     * A signal from another peer.
     *
     * @param polite whether the receiver is the polite peer; meaningful for offers
     */
    record Delivered(Envelope envelope, boolean polite) implements ServerEvent {}

    /**
     * All members of a room.
     *
     * @param clientSeq the seq of the join answered by this snapshot, 0 for none
     */
    record RoomSnapshot(RoomId room, long version, List<Member> members, long clientSeq) implements RoomEvent {}

    /** A member joined. */
    record PeerJoined(RoomId room, long version, Member member, SharedEncoding encoding) implements Delta {

        public PeerJoined(RoomId room, long version, Member member) {
            this(room, version, member, new SharedEncoding());
        }
    }

    /** A member left. */
    record PeerLeft(
            RoomId room, long version, PeerId peer, SessionId session, LeaveReason reason, SharedEncoding encoding)
            implements Delta {

        public PeerLeft(RoomId room, long version, PeerId peer, SessionId session, LeaveReason reason) {
            this(room, version, peer, session, reason, new SharedEncoding());
        }
    }

    /** A member's profile changed. */
    record MemberUpdated(RoomId room, long version, Member member, SharedEncoding encoding) implements Delta {

        public MemberUpdated(RoomId room, long version, Member member) {
            this(room, version, member, new SharedEncoding());
        }
    }

    /**
     * Frames of the client failed, or may have failed.
     *
     * @param clientSeqs the frames, ascending; empty if they had no numbers
     * @param connectionId the connection of the signals concerned, "" if none
     */
    record Notice(List<Long> clientSeqs, Refusal refusal, String connectionId) implements ServerEvent {}

    /** The presence of a watched peer. */
    record PresenceChanged(PeerPresence presence) implements ServerEvent {}

    /** A sign of life of the server. */
    record Heartbeat() implements ServerEvent {}

    /**
     * The stream is about to end.
     *
     * @param delay how long the client should wait before it acts
     * @param deadline when the server ends the stream on its own
     * @param message text for the user, "" for the default text
     */
    record GoAway(EndReason reason, Duration delay, Duration deadline, String message) implements ServerEvent {

        /** Creates an event for a stream that ends at once. */
        public static GoAway now(EndReason reason, String message) {
            return new GoAway(reason, Duration.ZERO, Duration.ZERO, message);
        }
    }

    /** An event of a room. */
    sealed interface RoomEvent extends ServerEvent {
        RoomId room();
    }

    /** What all members of a room are told alike. */
    sealed interface Delta extends RoomEvent {

        /** For all of them. */
        SharedEncoding encoding();
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
         * Returns the reason to give in rooms for a session that ended.
         *
         * @param asked whether the server asked the client to leave for a shutdown: then its bye is not the user's
         * decision
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

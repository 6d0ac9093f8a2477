package dev.beckon.server.core.message;

import dev.beckon.server.core.peer.Member;
import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.RoomId;
import dev.beckon.server.core.peer.SessionId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the server tells a client. */
public sealed interface ServerEvent {

    /**
     * The session is attached; always the first.
     *
     * @param heartbeat null when none are expected
     */
    record Welcome(
            SessionId session, PeerId peer, List<IceServer> iceServers, Limits limits, @Nullable Heartbeats heartbeat)
            implements ServerEvent {}

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
     * A frame was refused.
     *
     * @param clientSeq the frame, 0 if it had no number
     * @param connectionId the connection that the refused signal was about, "" if none
     */
    record Notice(long clientSeq, Refusal refusal, String connectionId) implements ServerEvent {}

    /** The server is alive. */
    record Heartbeat() implements ServerEvent {}

    /** The stream ends, and what to do about it. */
    record GoAway(EndReason reason) implements ServerEvent {}

    /** What happens in a room. */
    sealed interface RoomEvent extends ServerEvent {
        RoomId room();
    }

    /** Why a member left. */
    enum LeaveReason {
        LEFT,
        BYE,
        GONE,
        REPLACED
    }
}

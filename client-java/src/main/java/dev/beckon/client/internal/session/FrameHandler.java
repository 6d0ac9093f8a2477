package dev.beckon.client.internal.session;

import dev.beckon.client.ice.IceServers;
import dev.beckon.client.outcome.Notice;
import dev.beckon.client.room.LeaveReason;
import dev.beckon.client.room.Member;
import dev.beckon.client.room.Room;
import dev.beckon.client.signal.Signal;
import java.util.List;

/** What the server says, in its order. */
public interface FrameHandler {

    /** The session is attached. */
    void handleWelcome(Welcome welcome);

    /** The outcome of every frame up to this seq is decided. */
    void handleAck(long seq);

    /** Another peer said something. */
    void handleSignal(Signal signal);

    /** A part of a room's snapshot; {@code more} says whether another part follows. */
    void handleSnapshot(Room part, boolean more);

    /** A peer joined a room. */
    void handlePeerJoined(String room, long version, Member member);

    /** A peer left a room. */
    void handlePeerLeft(String room, long version, String peerId, String sessionId, LeaveReason reason);

    /** A member changed. */
    void handleMemberUpdated(String room, long version, Member member);

    /** Fresh STUN and TURN servers. */
    void handleIceServers(IceServers iceServers);

    /** The frames with these seqs were refused; a warning if there are none. */
    void handleNotice(Notice notice, List<Long> clientSeqs);

    /** The stream is about to end. */
    void handleGoAway(GoAway goAway);
}

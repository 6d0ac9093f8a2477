package dev.beckon.client.internal.session;

import dev.beckon.client.ice.IceServers;
import dev.beckon.client.outcome.Notice;
import dev.beckon.client.room.LeaveReason;
import dev.beckon.client.room.Member;
import dev.beckon.client.room.Presence;
import dev.beckon.client.room.Room;
import dev.beckon.client.signal.Signal;
import java.util.List;

/** The events of a stream, one method for each kind. */
public interface FrameHandler {

    /** The session is attached. */
    void handleWelcome(Welcome welcome);

    /** Another peer said something. */
    void handleSignal(Signal signal);

    /**
     * A part of a room's snapshot.
     *
     * @param more whether another part follows
     * @param clientSeq the number of the join that it answers; 0 if it answers none
     */
    void handleSnapshot(Room part, boolean more, long clientSeq);

    /** A peer joined a room. */
    void handlePeerJoined(String room, long version, Member member);

    /** A peer left a room. */
    void handlePeerLeft(String room, long version, String peerId, String sessionId, LeaveReason reason);

    /** A member changed. */
    void handleMemberUpdated(String room, long version, Member member);

    /** Whether a watched peer is there. */
    void handlePresence(Presence presence);

    /** Fresh STUN and TURN servers. */
    void handleIceServers(IceServers iceServers);

    /** What became of the frames with these seqs; a warning if there are none. */
    void handleNotice(Notice notice, List<Long> clientSeqs);

    /** The stream is about to end. */
    void handleGoAway(GoAway goAway);
}

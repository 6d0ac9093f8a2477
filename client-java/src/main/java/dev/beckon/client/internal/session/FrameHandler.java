package dev.beckon.client.internal.session;

import dev.beckon.client.ice.IceServers;
import dev.beckon.client.outcome.Notice;
import dev.beckon.client.room.LeaveReason;
import dev.beckon.client.room.Member;
import dev.beckon.client.room.Presence;
import dev.beckon.client.room.Room;
import dev.beckon.client.signal.Signal;
import java.util.List;

/** Handles the events of a stream; one method for each kind. */
public interface FrameHandler {

    /** The stream is attached to the session. */
    void handleWelcome(Welcome welcome);

    /** Another peer sent a signal. */
    void handleSignal(Signal signal);

    /**
     * A part of a room's snapshot.
     *
     * @param more whether another part follows
     * @param clientSeq the seq of the join that it answers; 0 for none
     */
    void handleSnapshot(Room part, boolean more, long clientSeq);

    /** A peer joined a room. */
    void handlePeerJoined(String room, long version, Member member);

    /** A peer left a room. */
    void handlePeerLeft(String room, long version, String peerId, String sessionId, LeaveReason reason);

    /** A member changed. */
    void handleMemberUpdated(String room, long version, Member member);

    /** The state of a watched peer. */
    void handlePresence(Presence presence);

    /** Updated STUN and TURN servers. */
    void handleIceServers(IceServers iceServers);

    /** A notice about the frames with these seqs; a warning if there are none. */
    void handleNotice(Notice notice, List<Long> clientSeqs);

    /** The stream will end soon. */
    void handleGoAway(GoAway goAway);
}

package dev.beckon.client.internal.session;

import dev.beckon.client.ice.IceServers;
import dev.beckon.client.outcome.Notice;
import dev.beckon.client.outcome.SendResult;
import dev.beckon.client.room.LeaveReason;
import dev.beckon.client.room.Member;
import dev.beckon.client.room.Room;
import dev.beckon.client.signal.Signal;

/** What a session reports to its owner, in order, from within the calls of its owner. It must not be called back. */
public interface SessionEvents {

    /** The session began. */
    void onStarted(String sessionId);

    /** What became of a submission; once for each. */
    void onSettled(Submission submission, SendResult result);

    /** A signal arrived. */
    void onSignal(Signal signal);

    /** A room is known as a whole: after joining, and whenever its view had to be made anew. */
    void onRoomSnapshot(Room room);

    /** A peer joined; {@code room} is with it. */
    void onPeerJoined(Room room, Member member);

    /** A peer left; {@code room} is without it. */
    void onPeerLeft(Room room, Member member, LeaveReason reason);

    /** A member changed; {@code room} is with the change. */
    void onMemberUpdated(Room room, Member member);

    /** Oneself is no longer a member. */
    void onRoomLeft(String room, LeaveReason reason);

    /** A room that one was in could not be joined again. */
    void onRoomLost(String room, Notice notice);

    /** Fresh STUN and TURN servers. */
    void onIceServers(IceServers iceServers);

    /** A notice that is no submission's result. */
    void onNotice(Notice notice);

    /** The stream is about to end. */
    void onGoAway(GoAway goAway);
}

package dev.beckon.client.internal.session;

import dev.beckon.client.ice.IceServers;
import dev.beckon.client.outcome.Notice;
import dev.beckon.client.outcome.SendResult;
import dev.beckon.client.room.LeaveReason;
import dev.beckon.client.room.Member;
import dev.beckon.client.room.Presence;
import dev.beckon.client.room.Room;
import dev.beckon.client.signal.Signal;

/** What a session tells the app, in order. It must not be called back from within these calls. */
public interface SessionEvents {

    /**
     * A session has a stream.
     *
     * @param sessionId its id
     * @param result NEW for the first one, LOSSLESS for one that goes on, RESYNC for another one than before
     */
    void onSession(String sessionId, Welcome.Result result);

    /** What became of a submission of the app; once for each. */
    void onSettled(Submission submission, SendResult result);

    /** A signal that was taken is UNDELIVERED or UNCONFIRMED after all. */
    void onTakenFailed(Submission submission, SendResult result);

    /** A signal arrived. */
    void onSignal(Signal signal);

    /** A room is known as a whole: after joining, after coming back, and whenever its view had to be made anew. */
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

    /** Whether a watched peer is there. */
    void onPresence(Presence presence);

    /** Fresh STUN and TURN servers. */
    void onIceServers(IceServers iceServers);

    /** A notice that is no message's result. */
    void onNotice(Notice notice);
}

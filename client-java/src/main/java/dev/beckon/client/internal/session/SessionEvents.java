package dev.beckon.client.internal.session;

import dev.beckon.client.ice.IceServers;
import dev.beckon.client.outcome.Notice;
import dev.beckon.client.outcome.SendResult;
import dev.beckon.client.room.LeaveReason;
import dev.beckon.client.room.Member;
import dev.beckon.client.room.Presence;
import dev.beckon.client.room.Room;
import dev.beckon.client.signal.Signal;

/** The events of a session for the app, in order. The receiver must not call back from within these methods. */
public interface SessionEvents {

    /**
     * A session has a stream.
     *
     * @param sessionId its id
     * @param result NEW for the first one, LOSSLESS for a resumed one, RESYNC for a new one that replaces a lost one
     */
    void onSession(String sessionId, Welcome.Result result);

    /** The result of a submission of the app; once for each. */
    void onSettled(Submission submission, SendResult result);

    /** A signal that was taken turned out to be UNDELIVERED or UNCONFIRMED. */
    void onTakenFailed(Submission submission, SendResult result);

    /** A signal arrived. */
    void onSignal(Signal signal);

    /** The complete state of a room: after joining, after resuming, and whenever its view had to be rebuilt. */
    void onRoomSnapshot(Room room);

    /** A peer joined. {@code room} includes it. */
    void onPeerJoined(Room room, Member member);

    /** A peer left. {@code room} no longer includes it. */
    void onPeerLeft(Room room, Member member, LeaveReason reason);

    /** A member changed. {@code room} includes the change. */
    void onMemberUpdated(Room room, Member member);

    /** This peer is no longer a member. */
    void onRoomLeft(String room, LeaveReason reason);

    /** A room of this peer could not be joined again. */
    void onRoomLost(String room, Notice notice);

    /** The state of a watched peer. */
    void onPresence(Presence presence);

    /** Updated STUN and TURN servers. */
    void onIceServers(IceServers iceServers);

    /** A notice that is not the result of a message. */
    void onNotice(Notice notice);
}

package dev.beckon.server.core.peer;

/**
 * A peer in a room.
 *
 * @param away whether it has no stream at present but may return
 * @param encoding shared by all who receive this member
 */
public record Member(PeerId peer, SessionId session, Profile profile, boolean away, SharedEncoding encoding) {

    public Member(PeerId peer, SessionId session, Profile profile, boolean away) {
        this(peer, session, profile, away, new SharedEncoding());
    }
}

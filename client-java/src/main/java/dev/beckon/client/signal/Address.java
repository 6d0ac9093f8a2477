package dev.beckon.client.signal;

import java.util.Objects;

/**
 * Where a signal goes: a peer, and optionally one session of it, a room in whose context it is sent, and which of the
 * connections between the two peers it is about. Immutable.
 *
 * <p>Begin with {@link #peer}; answer with {@link Signal#replyTo}.
 */
public final class Address {

    private final String peerId;
    private final String sessionId;
    private final String room;
    private final String connectionId;

    private Address(String peerId, String sessionId, String room, String connectionId) {
        this.peerId = Objects.requireNonNull(peerId, "peerId");
        this.sessionId = Objects.requireNonNull(sessionId, "sessionId");
        this.room = Objects.requireNonNull(room, "room");
        this.connectionId = Objects.requireNonNull(connectionId, "connectionId");
    }

    /**
     * The address of whoever is registered as this peer, on the main connection, in no room.
     *
     * @param peerId 1-128 printable ASCII bytes without spaces, not oneself
     */
    public static Address peer(String peerId) {
        return new Address(peerId, "", "", "");
    }

    /**
     * The same, but for one session only: if that is gone, the message is refused with
     * {@link dev.beckon.client.outcome.Notice.Code#PEER_UNAVAILABLE} and never reaches a successor under the same id.
     *
     * @param newSessionId the session, from {@link Signal#fromSessionId} or a member of a room; empty for any
     */
    public Address session(String newSessionId) {
        return new Address(peerId, newSessionId, room, connectionId);
    }

    /**
     * The same, in the context of a room: both peers must be members, or the message is refused with
     * {@link dev.beckon.client.outcome.Notice.Code#NOT_IN_ROOM}.
     *
     * @param newRoom 1-128 printable ASCII bytes without spaces; empty for no room
     */
    public Address inRoom(String newRoom) {
        return new Address(peerId, sessionId, newRoom, connectionId);
    }

    /**
     * The same, about another connection between the two peers.
     *
     * @param newConnectionId a label that both sides agree on, for instance "screen": at most 128 printable ASCII bytes
     *     without spaces, never random; empty for the main connection
     */
    public Address connection(String newConnectionId) {
        return new Address(peerId, sessionId, room, newConnectionId);
    }

    /** The peer. */
    public String peerId() {
        return peerId;
    }

    /** The session, or empty for whichever holds the peer id. */
    public String sessionId() {
        return sessionId;
    }

    /** The room, or empty for none. */
    public String room() {
        return room;
    }

    /** The connection, or empty for the main one. */
    public String connectionId() {
        return connectionId;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Address
                && ((Address) other).peerId.equals(peerId)
                && ((Address) other).sessionId.equals(sessionId)
                && ((Address) other).room.equals(room)
                && ((Address) other).connectionId.equals(connectionId);
    }

    @Override
    public int hashCode() {
        return Objects.hash(peerId, sessionId, room, connectionId);
    }

    @Override
    public String toString() {
        return "Address{peer=" + peerId + ", session=" + sessionId + ", room=" + room + ", connection=" + connectionId
                + "}";
    }
}

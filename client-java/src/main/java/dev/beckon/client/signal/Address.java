package dev.beckon.client.signal;

import java.util.Objects;

/**
 * The destination of a signal: a peer, and optionally one of its sessions, a room in whose context it is sent, and one
 * of several connections between the two peers. Immutable.
 *
 * <p>Start with {@link #peer}, or {@link Signal#replyTo} for a reply.
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
     * Returns the address of a peer in any session, on the main connection, in no room.
     *
     * @param peerId 1-128 printable ASCII bytes without spaces, not this peer itself
     */
    public static Address peer(String peerId) {
        return new Address(peerId, "", "", "");
    }

    /**
     * Returns this address restricted to one session. If it no longer exists, the message is refused with
     * {@link dev.beckon.client.outcome.Notice.Code#PEER_UNAVAILABLE} and never reaches another session with the same
     * peer id.
     *
     * @param newSessionId the session, from {@link Signal#fromSessionId} or a member of a room; empty for any
     */
    public Address session(String newSessionId) {
        return new Address(peerId, newSessionId, room, connectionId);
    }

    /**
     * Returns this address in the context of a room: both peers must be members, otherwise the message is refused with
     * {@link dev.beckon.client.outcome.Notice.Code#NOT_IN_ROOM}.
     *
     * @param newRoom 1-128 printable ASCII bytes without spaces; empty for no room
     */
    public Address inRoom(String newRoom) {
        return new Address(peerId, sessionId, newRoom, connectionId);
    }

    /**
     * Returns this address for another connection between the two peers.
     *
     * @param newConnectionId a label that both sides agree on, for instance "screen": at most 128 printable ASCII bytes
     * without spaces, not random; empty for the main connection
     */
    public Address connection(String newConnectionId) {
        return new Address(peerId, sessionId, room, newConnectionId);
    }

    /** Returns the peer. */
    public String peerId() {
        return peerId;
    }

    /** Returns the session, or empty for any session of the peer. */
    public String sessionId() {
        return sessionId;
    }

    /** Returns the room, or empty for none. */
    public String room() {
        return room;
    }

    /** Returns the connection, or empty for the main one. */
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

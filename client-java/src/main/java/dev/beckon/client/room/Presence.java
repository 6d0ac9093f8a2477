package dev.beckon.client.room;

import java.util.Objects;

/** The state of a watched peer. Immutable. */
public final class Presence {

    /** The state of a peer. */
    public enum State {
        /** A state that this version of the library does not know. */
        UNSPECIFIED,
        /** No session holds the peer id. */
        OFFLINE,
        /** It has a stream. */
        LIVE,
        /** It has lost its stream but may still return. Signals wait for it. */
        AWAY
    }

    private final String peerId;
    private final State state;
    private final String sessionId;

    /** Created by the library. */
    public Presence(String peerId, State state, String sessionId) {
        this.peerId = Objects.requireNonNull(peerId, "peerId");
        this.state = Objects.requireNonNull(state, "state");
        this.sessionId = Objects.requireNonNull(sessionId, "sessionId");
    }

    /** Returns the peer. */
    public String peerId() {
        return peerId;
    }

    /** Returns its state. */
    public State state() {
        return state;
    }

    /** Returns its session; empty if it is offline or the access token does not allow this client to signal to it. */
    public String sessionId() {
        return sessionId;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Presence
                && ((Presence) other).peerId.equals(peerId)
                && ((Presence) other).state == state
                && ((Presence) other).sessionId.equals(sessionId);
    }

    @Override
    public int hashCode() {
        return Objects.hash(peerId, state, sessionId);
    }

    @Override
    public String toString() {
        return peerId + " (" + state + ")";
    }
}

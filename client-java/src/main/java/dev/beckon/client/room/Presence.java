package dev.beckon.client.room;

import java.util.Objects;

/** Whether a watched peer can be reached. Immutable. */
public final class Presence {

    /** Whether a peer can be reached right now. */
    public enum State {
        /** A state that this version of the library does not know. */
        UNSPECIFIED,
        /** No session holds the peer id. */
        OFFLINE,
        /** It has a stream. */
        LIVE,
        /** Its stream is gone and it may come back. Signals wait for it. */
        AWAY
    }

    private final String peerId;
    private final State state;
    private final String sessionId;

    /** Made by the library. */
    public Presence(String peerId, State state, String sessionId) {
        this.peerId = Objects.requireNonNull(peerId, "peerId");
        this.state = Objects.requireNonNull(state, "state");
        this.sessionId = Objects.requireNonNull(sessionId, "sessionId");
    }

    /** Which peer. */
    public String peerId() {
        return peerId;
    }

    /** Whether it can be reached. */
    public State state() {
        return state;
    }

    /** Its session; empty when it is offline, and when the access token does not let one signal to it. */
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

package dev.beckon.client.room;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** A peer in a room, at one version of the room. Immutable. */
public final class Member {

    /** Whether a member has a stream. */
    public enum State {
        /** It has a stream. */
        LIVE,
        /** It has lost its stream but may still return. */
        AWAY
    }

    private final String peerId;
    private final String sessionId;
    private final State state;
    private final String displayName;
    private final Map<String, String> attributes;

    /** Created by the library. */
    public Member(String peerId, String sessionId, State state, String displayName, Map<String, String> attributes) {
        this.peerId = Objects.requireNonNull(peerId, "peerId");
        this.sessionId = Objects.requireNonNull(sessionId, "sessionId");
        this.state = Objects.requireNonNull(state, "state");
        this.displayName = Objects.requireNonNull(displayName, "displayName");
        this.attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    /** Returns its peer id, under which it can be addressed. */
    public String peerId() {
        return peerId;
    }

    /** Returns the session under which it joined. */
    public String sessionId() {
        return sessionId;
    }

    /** Returns whether it has a stream. */
    public State state() {
        return state;
    }

    /** Returns its display name. May be empty. */
    public String displayName() {
        return displayName;
    }

    /** Returns its attributes. May be empty. */
    public Map<String, String> attributes() {
        return attributes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Member
                && ((Member) other).peerId.equals(peerId)
                && ((Member) other).sessionId.equals(sessionId)
                && ((Member) other).state == state
                && ((Member) other).displayName.equals(displayName)
                && ((Member) other).attributes.equals(attributes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(peerId, sessionId, state, displayName, attributes);
    }

    @Override
    public String toString() {
        return peerId + " (" + displayName + ", " + state + ", " + attributes + ")";
    }
}

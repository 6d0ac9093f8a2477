package dev.beckon.client.signal;

import java.util.Objects;

/** A message that came from another peer. Who sent it is the server's word. Immutable. */
public final class Signal {

    private final Address sender;
    private final SignalBody body;

    /**
     * A received signal; apps do not make them.
     *
     * @param sender the peer and the session that it comes from, its room and its connection
     * @param body what is said
     */
    public Signal(Address sender, SignalBody body) {
        this.sender = Objects.requireNonNull(sender, "sender");
        this.body = Objects.requireNonNull(body, "body");
    }

    /** The id of the peer that it comes from. */
    public String from() {
        return sender.peerId();
    }

    /** The session that it comes from. */
    public String fromSessionId() {
        return sender.sessionId();
    }

    /** The room in whose context it was sent, or empty. */
    public String room() {
        return sender.room();
    }

    /** Which connection between the two peers it is about; empty for the main one. */
    public String connectionId() {
        return sender.connectionId();
    }

    /** Where a reply goes: to the very session that sent this, in the same room and on the same connection. */
    public Address replyTo() {
        return sender;
    }

    /** What is said. */
    public SignalBody body() {
        return body;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Signal && ((Signal) other).sender.equals(sender) && ((Signal) other).body.equals(body);
    }

    @Override
    public int hashCode() {
        return Objects.hash(sender, body);
    }

    @Override
    public String toString() {
        return "Signal{from " + sender + ": " + body + "}";
    }
}

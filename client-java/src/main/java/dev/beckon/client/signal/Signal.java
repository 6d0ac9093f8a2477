package dev.beckon.client.signal;

import java.util.Objects;

/** A message from another peer. The sender's peer id and session are set by the server. Immutable. */
public final class Signal {

    private final Address sender;
    private final SignalBody body;

    /**
     * Creates a received signal; not for apps.
     *
     * @param sender the sending peer and session, the room and the connection
     * @param body the message
     */
    public Signal(Address sender, SignalBody body) {
        this.sender = Objects.requireNonNull(sender, "sender");
        this.body = Objects.requireNonNull(body, "body");
    }

    /** Returns the id of the sending peer. */
    public String from() {
        return sender.peerId();
    }

    /** Returns the session of the sender. */
    public String fromSessionId() {
        return sender.sessionId();
    }

    /** Returns the room in whose context it was sent, or empty. */
    public String room() {
        return sender.room();
    }

    /** Returns the connection between the two peers that it is about; empty for the main one. */
    public String connectionId() {
        return sender.connectionId();
    }

    /** Returns the address of a reply: the sender's session, in the same room and on the same connection. */
    public Address replyTo() {
        return sender;
    }

    /** Returns the message. */
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

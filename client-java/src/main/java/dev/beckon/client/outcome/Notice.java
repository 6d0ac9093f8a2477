package dev.beckon.client.outcome;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/** The word of the server that a message was refused, and why. The session lives on. Immutable. */
public final class Notice {

    /** What kind of refusal this is. */
    public enum Code {
        /** A code that this version of the library does not know. Treat it as a refusal. */
        UNSPECIFIED,
        /** A field breaks its rule; {@link Notice#fieldViolations} say which. Do not repeat the message. */
        INVALID_FRAME,
        /** This server does not know this kind of message. */
        UNSUPPORTED,
        /** The peer is not registered, or the session is gone; {@link Notice#reason} says which. */
        PEER_UNAVAILABLE,
        /** The signal was taken, and certainly never handed over. */
        UNDELIVERED,
        /** The signal was sent on, but its receiver's session ended too early: it may have been handled. */
        UNCONFIRMED,
        /** The receiver's mailbox is full. Try again later. */
        MAILBOX_FULL,
        /** Too many messages. Try again after {@link Notice#retryAfterMillis}. */
        RATE_LIMITED,
        /** A field is larger than its limit. */
        TOO_LARGE,
        /** Not allowed, for instance an offer from the higher of two peers that cannot roll back. */
        PERMISSION_DENIED,
        /** The room is full. */
        ROOM_FULL,
        /** The sender or the receiver is not a member of the room; {@link Notice#peerId} says who. */
        NOT_IN_ROOM,
        /** This session is in as many rooms as it may be. */
        TOO_MANY_ROOMS,
        /** The server could not decide now. Try again after {@link Notice#retryAfterMillis}. */
        UNAVAILABLE,
        /** The access token expires soon. Not about a message; a client with a token provider never shows it. */
        TOKEN_EXPIRING
    }

    /** Finer than the code. */
    public enum Reason {
        /** The code says it all. */
        UNSPECIFIED,
        /** With {@link Code#PEER_UNAVAILABLE}: no session holds the peer id. */
        NOT_REGISTERED,
        /** With {@link Code#PEER_UNAVAILABLE}: the peer id is held by another session than the one addressed. */
        SESSION_REPLACED
    }

    private final Code code;
    private final Reason reason;
    private final String message;
    private final String peerId;
    private final String room;
    private final String connectionId;
    private final long retryAfterMillis;
    private final List<FieldViolation> fieldViolations;

    private Notice(Builder builder) {
        this.code = builder.code;
        this.reason = builder.reason;
        this.message = builder.message;
        this.peerId = builder.peerId;
        this.room = builder.room;
        this.connectionId = builder.connectionId;
        this.retryAfterMillis = builder.retryAfterMillis;
        this.fieldViolations = Collections.unmodifiableList(new ArrayList<>(builder.fieldViolations));
    }

    /** Begins a notice; apps do not make them. */
    public static Builder builder(Code code, String message) {
        return new Builder(code, message);
    }

    /** What kind of refusal this is. Branch on it. */
    public Code code() {
        return code;
    }

    /** Finer than the code. */
    public Reason reason() {
        return reason;
    }

    /** The same in words, for a person. Changes between releases: do not branch on it. */
    public String message() {
        return message;
    }

    /** The peer that it is about, or empty. */
    public String peerId() {
        return peerId;
    }

    /** The room that it is about, or empty. */
    public String room() {
        return room;
    }

    /** The connection of the signal that it is about; empty for the main one, and if it is about none. */
    public String connectionId() {
        return connectionId;
    }

    /** When to try again, in milliseconds from now; -1 if the server leaves it to the client. */
    public long retryAfterMillis() {
        return retryAfterMillis;
    }

    /** Which fields break which rule. Empty unless the code is INVALID_FRAME or TOO_LARGE. */
    public List<FieldViolation> fieldViolations() {
        return fieldViolations;
    }

    @Override
    public String toString() {
        return code + ": " + message + (fieldViolations.isEmpty() ? "" : " " + fieldViolations);
    }

    /** Collects the parts of a notice. Not thread-safe. */
    public static final class Builder {
        private final Code code;
        private final String message;
        private Reason reason = Reason.UNSPECIFIED;
        private String peerId = "";
        private String room = "";
        private String connectionId = "";
        private long retryAfterMillis = -1;
        private final List<FieldViolation> fieldViolations = new ArrayList<>();

        private Builder(Code code, String message) {
            this.code = Objects.requireNonNull(code, "code");
            this.message = Objects.requireNonNull(message, "message");
        }

        /** Sets the reason; default {@link Reason#UNSPECIFIED}. */
        public Builder reason(Reason value) {
            reason = Objects.requireNonNull(value, "value");
            return this;
        }

        /** Sets whom and what it is about; each may be empty. */
        public Builder about(String peer, String inRoom, String connection) {
            peerId = Objects.requireNonNull(peer, "peer");
            room = Objects.requireNonNull(inRoom, "inRoom");
            connectionId = Objects.requireNonNull(connection, "connection");
            return this;
        }

        /** Sets when to try again, in milliseconds; default -1, at the client's choice. */
        public Builder retryAfterMillis(long value) {
            retryAfterMillis = value;
            return this;
        }

        /** Adds a field that breaks its rule. */
        public Builder violation(FieldViolation violation) {
            fieldViolations.add(Objects.requireNonNull(violation, "violation"));
            return this;
        }

        /** The notice. */
        public Notice build() {
            return new Notice(this);
        }
    }
}

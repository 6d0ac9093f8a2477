package dev.beckon.client.outcome;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/** A message from the server that something was refused or not delivered, and why. The session continues. Immutable. */
public final class Notice {

    /** The kind of refusal. */
    public enum Code {
        /** A code that this version of the library does not know. Treat it as a refusal. */
        UNSPECIFIED,
        /** A field breaks a rule; {@link Notice#fieldViolations} says which. Do not repeat the message. */
        INVALID_FRAME,
        /** The server does not know this kind of message. */
        UNSUPPORTED,
        /** The peer is not registered, or the session no longer exists; {@link Notice#reason} says which. */
        PEER_UNAVAILABLE,
        /** The signal was accepted but certainly not delivered. */
        UNDELIVERED,
        /**
         * The signal was sent to the receiver, but its session ended before it acknowledged it: it may have been
         * handled.
         */
        UNCONFIRMED,
        /** The receiver's mailbox is full. Try again later. */
        MAILBOX_FULL,
        /** Too many messages. Try again after {@link Notice#retryAfterMillis}. */
        RATE_LIMITED,
        /** A field exceeds its limit. */
        TOO_LARGE,
        /** Not allowed, for instance an offer from the peer with the higher id of two peers that cannot roll back. */
        PERMISSION_DENIED,
        /** The room is full. */
        ROOM_FULL,
        /** The sender or the receiver is not a member of the room; {@link Notice#peerId} names it. */
        NOT_IN_ROOM,
        /** This session has reached its limit of rooms. */
        TOO_MANY_ROOMS,
        /** The server could not decide. Try again after {@link Notice#retryAfterMillis}. */
        UNAVAILABLE,
        /**
         * The access token expires soon. Not about a message; a client with a token provider handles it and never
         * reports it.
         */
        TOKEN_EXPIRING
    }

    /** Details of the code. */
    public enum Reason {
        /** No further detail. */
        UNSPECIFIED,
        /** With {@link Code#PEER_UNAVAILABLE}: no session holds the peer id. */
        NOT_REGISTERED,
        /** With {@link Code#PEER_UNAVAILABLE}: another session than the addressed one holds the peer id. */
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

    /** Returns a builder of a notice; not for apps. */
    public static Builder builder(Code code, String message) {
        return new Builder(code, message);
    }

    /** Returns the kind of refusal. Branch on it. */
    public Code code() {
        return code;
    }

    /** Returns the details of the code. */
    public Reason reason() {
        return reason;
    }

    /** Returns a description for people. May change between releases: do not branch on it. */
    public String message() {
        return message;
    }

    /** Returns the peer that this is about, or empty. */
    public String peerId() {
        return peerId;
    }

    /** Returns the room that this is about, or empty. */
    public String room() {
        return room;
    }

    /**
     * Returns the connection of the signal that this is about; empty for the main connection or if it is not about one.
     */
    public String connectionId() {
        return connectionId;
    }

    /** Returns how long to wait before trying again, in milliseconds; -1 if the client may choose. */
    public long retryAfterMillis() {
        return retryAfterMillis;
    }

    /** Returns the fields that break a rule. Empty unless the code is INVALID_FRAME or TOO_LARGE. */
    public List<FieldViolation> fieldViolations() {
        return fieldViolations;
    }

    @Override
    public String toString() {
        return code + ": " + message + (fieldViolations.isEmpty() ? "" : " " + fieldViolations);
    }

    /** Builds a notice. Not thread-safe. */
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

        /** Sets the peer, room and connection that this is about; each may be empty. */
        public Builder about(String peer, String inRoom, String connection) {
            peerId = Objects.requireNonNull(peer, "peer");
            room = Objects.requireNonNull(inRoom, "inRoom");
            connectionId = Objects.requireNonNull(connection, "connection");
            return this;
        }

        /** Sets how long to wait before trying again, in milliseconds; default -1: the client may choose. */
        public Builder retryAfterMillis(long value) {
            retryAfterMillis = value;
            return this;
        }

        /** Adds a field that breaks a rule. */
        public Builder violation(FieldViolation violation) {
            fieldViolations.add(Objects.requireNonNull(violation, "violation"));
            return this;
        }

        /** Creates the notice. */
        public Notice build() {
            return new Notice(this);
        }
    }
}

package dev.beckon.client.outcome;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The result of one message. Immutable. */
public final class SendResult {

    /** The possible results of a message. */
    public enum Status {
        /**
         * The server accepted it: the signal was sent to the other peer or waits for it; or the room or the member was
         * changed.
         */
        TAKEN,
        /** It was refused and had no effect; {@link SendResult#notice} says why. */
        REFUSED,
        /**
         * The server had accepted it, but it certainly did not reach the other peer; {@link SendResult#notice} says
         * why.
         */
        UNDELIVERED,
        /**
         * It may have had its effect, and is never sent again automatically: this client's session was lost before the
         * server reported the outcome, or the other peer's session ended before it acknowledged the message (then there
         * is a {@link SendResult#notice}).
         */
        UNCONFIRMED,
        /** It certainly did not leave this client; {@link SendResult#notSentReason} says why. */
        NOT_SENT
    }

    /** Why a message did not leave this client. */
    public enum NotSentReason {
        /** The outbound queue is full (see {@code SignalingClientBuilder.outboundQueue}). Send less. */
        QUEUE_FULL,
        /** For a join: the room was left before it could be joined. */
        LEFT,
        /** The client is stopped or closed. */
        STOPPED
    }

    /** The result of every message that was accepted. */
    public static final SendResult TAKEN = new SendResult(Status.TAKEN, null, null);

    /** The result of every message that is unconfirmed because this client's session was lost. */
    public static final SendResult UNCONFIRMED = new SendResult(Status.UNCONFIRMED, null, null);

    private final Status status;
    private final @Nullable Notice notice;
    private final @Nullable NotSentReason notSentReason;

    private SendResult(Status status, @Nullable Notice notice, @Nullable NotSentReason notSentReason) {
        this.status = status;
        this.notice = notice;
        this.notSentReason = notSentReason;
    }

    /** Returns the result for a message that this notice is about. */
    public static SendResult of(Notice notice) {
        switch (notice.code()) {
            case UNDELIVERED:
                return new SendResult(Status.UNDELIVERED, notice, null);
            case UNCONFIRMED:
                return new SendResult(Status.UNCONFIRMED, notice, null);
            default:
                return new SendResult(Status.REFUSED, notice, null);
        }
    }

    /** Returns the result for a message that did not leave this client. */
    public static SendResult notSent(NotSentReason reason) {
        return new SendResult(Status.NOT_SENT, null, Objects.requireNonNull(reason, "reason"));
    }

    /** Returns the kind of result. */
    public Status status() {
        return status;
    }

    /** Returns whether the server accepted the message. */
    public boolean isTaken() {
        return status == Status.TAKEN;
    }

    /** Returns the server's notice; null if there is none, as with {@link Status#TAKEN} and {@link Status#NOT_SENT}. */
    public @Nullable Notice notice() {
        return notice;
    }

    /** Returns why the message was not sent; null unless the status is {@link Status#NOT_SENT}. */
    public @Nullable NotSentReason notSentReason() {
        return notSentReason;
    }

    @Override
    public String toString() {
        if (notice != null) {
            return status + " (" + notice + ")";
        }
        return notSentReason == null ? status.toString() : status + " (" + notSentReason + ")";
    }
}

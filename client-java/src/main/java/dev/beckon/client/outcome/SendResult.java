package dev.beckon.client.outcome;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What became of one message. Immutable. */
public final class SendResult {

    /** The things that can become of a message. */
    public enum Status {
        /** The server took it: it was handed on to the other peer, or waits for it; or the room or the member changed. */
        TAKEN,
        /** It was refused, and had no effect; {@link SendResult#notice} says why. */
        REFUSED,
        /** The server had taken it, and it was certainly never handed to the other peer; {@link SendResult#notice} says why. */
        UNDELIVERED,
        /**
         * It may have had its effect, and is never sent again by itself: this client's session was lost before the server
         * said what became of it, or the other peer's session ended before it said that it handled it (then there is a
         * {@link SendResult#notice}).
         */
        UNCONFIRMED,
        /** It certainly never left this client; {@link SendResult#notSentReason} says why. */
        NOT_SENT
    }

    /** Why a message never left this client. */
    public enum NotSentReason {
        /** Too much waited already (see the limits of {@code SignalingClientBuilder.outboundQueue}). Send less. */
        QUEUE_FULL,
        /** With a join: the room was left before it could be joined. */
        LEFT,
        /** The client is stopped or closed. */
        STOPPED
    }

    /** The result of every message that was taken. */
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

    /** The result of a message that this notice is about. */
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

    /** The result of a message that never left this client. */
    public static SendResult notSent(NotSentReason reason) {
        return new SendResult(Status.NOT_SENT, null, Objects.requireNonNull(reason, "reason"));
    }

    /** Which of them it is. */
    public Status status() {
        return status;
    }

    /** Whether the server took it. */
    public boolean isTaken() {
        return status == Status.TAKEN;
    }

    /** What the server said about it; null if it said nothing, as with {@link Status#TAKEN} and {@link Status#NOT_SENT}. */
    public @Nullable Notice notice() {
        return notice;
    }

    /** Why it was not sent; null unless the status is {@link Status#NOT_SENT}. */
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

package dev.beckon.client.signal;

import java.util.Objects;

/** Ends a connection, or declines one that was offered. The session and its rooms go on. */
public final class Hangup extends SignalBody {

    /** Why a connection ends. */
    public enum Reason {
        /** No reason given, or one that this version of the library does not know. */
        UNSPECIFIED,
        /** It is over. */
        ENDED,
        /** The person does not want it. */
        DECLINED,
        /** The person is in another call. */
        BUSY,
        /** Nobody answered in time. */
        NO_ANSWER,
        /** It did not work, for instance ICE failed. */
        FAILED
    }

    private final Reason reason;

    private Hangup(Reason reason) {
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** A hangup for this reason. */
    public static Hangup of(Reason reason) {
        return new Hangup(reason);
    }

    /** Why the connection ends. */
    public Reason reason() {
        return reason;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.visitHangup(this);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hangup && ((Hangup) other).reason == reason;
    }

    @Override
    public int hashCode() {
        return reason.hashCode();
    }

    @Override
    public String toString() {
        return "Hangup{" + reason + "}";
    }
}

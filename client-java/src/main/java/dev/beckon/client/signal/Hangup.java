package dev.beckon.client.signal;

import java.util.Objects;

/** Ends a connection or declines an offered one. The session and its rooms continue. */
public final class Hangup extends SignalBody {

    /** Why a connection ends. */
    public enum Reason {
        /** No reason, or one that this version of the library does not know. */
        UNSPECIFIED,
        /** The call is over. */
        ENDED,
        /** The person declined. */
        DECLINED,
        /** The person is in another call. */
        BUSY,
        /** Nobody answered in time. */
        NO_ANSWER,
        /** The connection failed, for instance in ICE. */
        FAILED
    }

    private final Reason reason;

    private Hangup(Reason reason) {
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** Returns a hangup with this reason. */
    public static Hangup of(Reason reason) {
        return new Hangup(reason);
    }

    /** Returns why the connection ends. */
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

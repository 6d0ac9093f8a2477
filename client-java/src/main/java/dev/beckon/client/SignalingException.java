package dev.beckon.client;

import dev.beckon.client.internal.connection.StreamEnd;
import dev.beckon.client.internal.session.GoAway;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Why a client lost its connection, or could not make one. Branch on {@link #reason}, never on the message, which is for
 * people and changes between releases.
 */
public final class SignalingException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** A reason that this version of the library does not know. */
        UNSPECIFIED(true),
        /** Another client holds the peer id, and the conflict policy is REJECT. */
        PEER_ID_TAKEN(false),
        /** The peer id, the display name or another setting of this client breaks a rule; the message says which. */
        INVALID_HELLO(false),
        /** Another client took the peer id. */
        REPLACED(false),
        /** A newer connection of this same client took over. */
        TAKEN_OVER(false),
        /** The server did not understand this library. */
        HELLO_EXPECTED(false),
        /** The first message reached the server too late. */
        HELLO_TIMEOUT(true),
        /** This client did not read fast enough: its callbacks took too long. */
        SLOW(true),
        /** A message was too large for the server. */
        FRAME_TOO_LARGE(true),
        /** The server missed a message of this client. */
        SEQ_GAP(true),
        /** The server heard nothing from this client for too long. */
        HEARTBEAT_MISSED(true),
        /** The server is going down. */
        SHUTDOWN(true),
        /** A fault of the server; the message holds a reference for its log. */
        INTERNAL(true),
        /** The server could not be reached, or the connection broke. */
        UNREACHABLE(true),
        /** Nothing was heard from the server for too long. */
        SERVER_SILENT(true),
        /** The server ended the session without saying why. */
        ENDED(true),
        /** Whatever answered refused the call, for instance because it is no Beckon server. */
        REFUSED(false);

        private final boolean retryable;

        Reason(boolean retryable) {
            this.retryable = retryable;
        }
    }

    /** Codes of a status without a reason that will be the same the next time. */
    private static final Set<String> FINAL_CODES = new HashSet<>(Arrays.asList(
            "INVALID_ARGUMENT",
            "NOT_FOUND",
            "ALREADY_EXISTS",
            "PERMISSION_DENIED",
            "UNAUTHENTICATED",
            "FAILED_PRECONDITION",
            "OUT_OF_RANGE",
            "UNIMPLEMENTED"));

    private final Reason reason;
    private final boolean retryable;

    private SignalingException(Reason reason, boolean retryable, String message, @Nullable Throwable cause) {
        super(message.isEmpty() ? reason.name() : reason + ": " + message, cause);
        this.reason = reason;
        this.retryable = retryable;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }

    /** Whether it may go better the next time. If so, the client comes back by itself; if not, it stops. */
    public boolean isRetryable() {
        return retryable;
    }

    static SignalingException of(StreamEnd end) {
        Reason reason = reason(end);
        boolean retryable = reason == Reason.UNSPECIFIED ? !FINAL_CODES.contains(end.code()) : reason.retryable;
        return new SignalingException(reason, retryable, end.message(), end.cause());
    }

    static SignalingException of(GoAway goAway) {
        boolean retryable = goAway.action() == GoAway.Action.COME_BACK;
        return new SignalingException(byName(goAway.reason()), retryable, goAway.message(), null);
    }

    private static Reason reason(StreamEnd end) {
        switch (end.kind()) {
            case COMPLETED:
                return Reason.ENDED;
            case SILENT:
                return Reason.SERVER_SILENT;
            case NO_WELCOME:
                return Reason.UNREACHABLE;
            case FAILED:
                if (!end.reason().isEmpty()) {
                    return byName(end.reason());
                }
                return FINAL_CODES.contains(end.code()) ? Reason.REFUSED : Reason.UNREACHABLE;
        }
        throw new AssertionError(end.kind());
    }

    private static Reason byName(String name) {
        for (Reason reason : Reason.values()) {
            if (reason.name().equals(name)) {
                return reason;
            }
        }
        return Reason.UNSPECIFIED;
    }
}

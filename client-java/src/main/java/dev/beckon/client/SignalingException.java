package dev.beckon.client;

import dev.beckon.client.internal.session.StreamEnd;
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
        UNSPECIFIED,
        /** Another client holds the peer id, and the conflict policy is REJECT. */
        PEER_ID_TAKEN,
        /** The peer id, the display name or another setting of this client breaks a rule; the message says which. */
        INVALID_HELLO,
        /** Another client took the peer id. */
        REPLACED,
        /** A newer connection of this same session took over. */
        TAKEN_OVER,
        /** The server asks for an access token. */
        TOKEN_MISSING,
        /** The access token is not valid. */
        TOKEN_INVALID,
        /** The access token has expired. */
        TOKEN_EXPIRED,
        /** The access token was revoked. */
        TOKEN_REVOKED,
        /** The access token is signed by a key that the server does not know, not yet or no longer. */
        TOKEN_KEY_UNKNOWN,
        /** The access token is good from a later time on: a clock is wrong. */
        TOKEN_NOT_YET_VALID,
        /** The server cannot check access tokens now. */
        KEYS_UNAVAILABLE,
        /** The access token does not grant this peer id. */
        PEER_ID_NOT_ALLOWED,
        /** An operator keeps this peer out. */
        BANNED,
        /** An operator ended the session. */
        DISCONNECTED,
        /** The server did not understand this library. */
        HELLO_EXPECTED,
        /** The first message reached the server too late. */
        HELLO_TIMEOUT,
        /** The server sent less than this library says to have handled. */
        LAST_SEQ_UNKNOWN,
        /** The server did not understand a message of this library. */
        MALFORMED_FRAME,
        /** This client did not read fast enough: its callbacks took too long. */
        SLOW,
        /** Too many connects from this address. */
        RATE_LIMITED,
        /** The subject of the access token has as many sessions as it may have. */
        TOO_MANY_SESSIONS,
        /** More waited for this session than the server keeps. */
        MAILBOX_OVERFLOW,
        /** A message was too large for the server. */
        FRAME_TOO_LARGE,
        /** The server missed a message of this client. */
        SEQ_GAP,
        /** This client missed an event of the server. */
        EVENT_GAP,
        /** The server heard nothing from this client for too long. */
        HEARTBEAT_MISSED,
        /** The server is going down. */
        SHUTDOWN,
        /** The server cannot decide now. */
        STORE_UNAVAILABLE,
        /** A fault of the server; the message holds a reference for its log. */
        INTERNAL,
        /** The server could not be reached, or the connection broke. */
        UNREACHABLE,
        /** There is no network, as the network monitor says, or the app is suspended. */
        OFFLINE,
        /** The token provider gave no token. */
        TOKEN_UNAVAILABLE,
        /** Nothing was heard from the server for too long. */
        SERVER_SILENT,
        /** The server ended the connection without saying why. */
        ENDED,
        /** Whatever answered refused the call, for instance because it is no Beckon server. */
        REFUSED
    }

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

    /** Whether the client comes back by itself. If not, it stops. */
    public boolean isRetryable() {
        return retryable;
    }

    static SignalingException of(StreamEnd end, boolean retryable) {
        return new SignalingException(byName(end.reason()), retryable, end.message(), end.cause());
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

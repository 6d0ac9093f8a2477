package dev.beckon.client;

import dev.beckon.client.internal.session.StreamEnd;
import org.jspecify.annotations.Nullable;

/**
 * Why a client lost its connection or failed to connect. Branch on {@link #reason}, never on the message, which is for
 * people and may change between releases.
 */
public final class SignalingException extends Exception {

    private static final long serialVersionUID = 1L;

    /** The reason. */
    public enum Reason {
        /** A reason that this version of the library does not know. */
        UNSPECIFIED,
        /** Another client holds the peer id, and the conflict policy is REJECT. */
        PEER_ID_TAKEN,
        /** The peer id, the display name or another setting of this client is invalid; the message says which. */
        INVALID_HELLO,
        /** Another client took the peer id. */
        REPLACED,
        /** A newer connection of this same session took over. */
        TAKEN_OVER,
        /** The server requires an access token. */
        TOKEN_MISSING,
        /** The access token is not valid. */
        TOKEN_INVALID,
        /** The access token has expired. */
        TOKEN_EXPIRED,
        /** The access token was revoked. */
        TOKEN_REVOKED,
        /** The server does not know the key that signed the access token, not yet or no longer. */
        TOKEN_KEY_UNKNOWN,
        /** The access token is not valid yet: a clock is wrong. */
        TOKEN_NOT_YET_VALID,
        /** The server cannot check access tokens at the moment. */
        KEYS_UNAVAILABLE,
        /** The access token does not grant this peer id. */
        PEER_ID_NOT_ALLOWED,
        /** An operator or the app's backend banned this peer. */
        BANNED,
        /** An operator or the app's backend ended the session. */
        DISCONNECTED,
        /** The server did not receive a hello as the first message of this library. */
        HELLO_EXPECTED,
        /** The first message arrived at the server too late. */
        HELLO_TIMEOUT,
        /** This library reported events as handled that the server did not send. */
        LAST_SEQ_UNKNOWN,
        /** The server could not decode a message of this library. */
        MALFORMED_FRAME,
        /** This client did not read fast enough because its callbacks took too long. */
        SLOW,
        /** Too many connections from this address. */
        RATE_LIMITED,
        /** The subject of the access token has reached its limit of sessions. */
        TOO_MANY_SESSIONS,
        /** Too many notices waited for this session. */
        MAILBOX_OVERFLOW,
        /** A message was too large for the server. */
        FRAME_TOO_LARGE,
        /** The server did not receive a message of this client. */
        SEQ_GAP,
        /** This client did not receive an event of the server. */
        EVENT_GAP,
        /** The server received nothing from this client for too long. */
        HEARTBEAT_MISSED,
        /** The server is shutting down. */
        SHUTDOWN,
        /** The server cannot decide at the moment. */
        STORE_UNAVAILABLE,
        /** An error in the server; the message has a reference to its log. */
        INTERNAL,
        /** The server could not be reached, or the connection broke. */
        UNREACHABLE,
        /** The network monitor reported that there is no network, or the app is suspended. */
        OFFLINE,
        /** The token provider supplied no token. */
        TOKEN_UNAVAILABLE,
        /** The client received nothing from the server for too long. */
        SERVER_SILENT,
        /** The server ended the connection without a reason. */
        ENDED,
        /** The call was refused, for instance because the target is not a Beckon server. */
        REFUSED
    }

    private final Reason reason;
    private final boolean retryable;

    private SignalingException(Reason reason, boolean retryable, String message, @Nullable Throwable cause) {
        super(message.isEmpty() ? reason.name() : reason + ": " + message, cause);
        this.reason = reason;
        this.retryable = retryable;
    }

    /** Returns the reason. */
    public Reason reason() {
        return reason;
    }

    /** Returns whether the client reconnects automatically. If not, it stops. */
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

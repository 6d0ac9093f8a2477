package dev.beckon.server.transport.grpc;

import com.google.rpc.Code;
import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.port.TokenVerifier.Verdict;
import dev.beckon.server.core.session.Sessions.Attach;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Statuses of Signaling calls; signaling.proto lists the reasons. */
final class Statuses {

    private static final long STREAM_RETRY_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final Metadata.Key<String> OTHER_NODE =
            Metadata.Key.of("beckon-try-other-node", Metadata.ASCII_STRING_MARSHALLER);

    /** By then some of the overlapping calls are decided. */
    private static final Duration OVERLAP = Duration.ofMillis(100);

    /** A held peer id may become free earlier: its client may say bye. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private Statuses() {}

    static StatusRuntimeException helloExpected() {
        return status(
                Code.INVALID_ARGUMENT,
                "HELLO_EXPECTED",
                "The first frame must be hello, such as {\"hello\":{\"peer_id\":\"alice\"}}.");
    }

    static StatusRuntimeException helloTimeout(Duration timeToHello) {
        return status(
                Code.INVALID_ARGUMENT,
                "HELLO_TIMEOUT",
                "No hello came within " + timeToHello.toMillis() + " ms. Say hello as soon as the stream is open.");
    }

    static StatusRuntimeException invalidHello(Refusal refusal) {
        return StatusDetails.invalid("INVALID_HELLO", refusal);
    }

    static StatusRuntimeException tooManyConnects(long waitNanos) {
        return rateLimited("Too many connects from your address. Try again after retry_delay.", waitNanos);
    }

    static StatusRuntimeException tooManyStreams() {
        return rateLimited(
                "Too many streams from your address are open. Close some, or try again after retry_delay.",
                STREAM_RETRY_NANOS);
    }

    static StatusRuntimeException tooManyUploads(long waitNanos) {
        return rateLimited(
                "Too many requests are arriving from your address, and this one is the slowest. Nothing of it was handled. Repeat it after"
                        + " retry_delay.",
                waitNanos);
    }

    private static StatusRuntimeException rateLimited(String message, long waitNanos) {
        return retryLater(Code.RESOURCE_EXHAUSTED, "RATE_LIMITED", message, Duration.ofNanos(waitNanos));
    }

    static StatusRuntimeException requestTimeout() {
        return status(
                Code.DEADLINE_EXCEEDED,
                "REQUEST_TIMEOUT",
                "The request arrived too slowly, and nothing of it was handled. Repeat it; if it was a large one, in smaller parts.");
    }

    /** Returns the status for a hello that got no session. */
    static @Nullable StatusRuntimeException ofAttach(Attach attach) {
        return switch (attach) {
            case Attach.PeerIdTaken(PeerId peer, Duration freeIn) -> peerIdTaken(peer, freeIn);
            case Attach.TokenRefused(Verdict.Refused why) -> StatusDetails.tokenRefused(why);
            case Attach.PeerIdNotGranted(PeerId peer) ->
                status(
                        Code.PERMISSION_DENIED,
                        "PEER_ID_NOT_ALLOWED",
                        "Your access token does not grant peer id '" + peer + "'. Use one that it grants.");
            case Attach.Banned(PeerId peer, Duration remaining) ->
                retryLater(
                        Code.PERMISSION_DENIED,
                        "BANNED",
                        "Peer '" + peer + "' is banned for another " + remaining.toSeconds() + " s.",
                        remaining);
            case Attach.TooManySessions(String subject) ->
                status(
                        Code.RESOURCE_EXHAUSTED,
                        "TOO_MANY_SESSIONS",
                        "'" + subject + "' has reached its limit of sessions. End one of them first.");
            case Attach.LastSeqUnknown(long lastSeq) ->
                status(
                        Code.INVALID_ARGUMENT,
                        "LAST_SEQ_UNKNOWN",
                        "hello.last_seq: " + Long.toUnsignedString(lastSeq)
                                + " is more than this session was sent. Say "
                                + "hello with another session_key to begin anew.");
            case Attach.Outdated() -> takenOver();
            case Attach.Ended(EndReason reason) -> ofEnd(reason, "");
            case Attach.GoingDown() -> otherNode(shutdown());
            case Attach.Attached() -> throw new IllegalStateException("attached");
        };
    }

    private static StatusRuntimeException peerIdTaken(PeerId peer, @Nullable Duration freeIn) {
        String reason = "PEER_ID_TAKEN";
        String advice = "Choose another, or say hello with on_conflict REPLACE.";
        if (freeIn == null) {
            return status(Code.ALREADY_EXISTS, reason, "Peer id '" + peer + "' is taken. " + advice);
        }
        // Whole seconds, and never 0: after that time it is free.
        long seconds = freeIn.toSeconds() + 1;
        return retryLater(
                Code.ALREADY_EXISTS,
                reason,
                "Peer id '" + peer + "' is held for a client that lost its connection, for another " + seconds
                        + " s unless that client comes back. Try again then. " + advice,
                Duration.ofSeconds(Math.min(seconds, LONGEST_WAIT.toSeconds())));
    }

    /** Adds the advice when to retry. */
    private static StatusRuntimeException retryLater(Code code, String reason, String message, Duration delay) {
        return StatusDetails.status(code, reason, message, Map.of(), StatusDetails.retryAfter(delay));
    }

    private static StatusRuntimeException shutdown() {
        return status(Code.UNAVAILABLE, "SHUTDOWN", "The server is shutting down. Reconnect, with backoff.");
    }

    private static StatusRuntimeException disconnected(String words) {
        return status(
                Code.PERMISSION_DENIED,
                "DISCONNECTED",
                words.isEmpty() ? "The app disconnected you. Reconnect only if the user wants to." : words);
    }

    static StatusRuntimeException takenOver() {
        return status(
                Code.ABORTED,
                "TAKEN_OVER",
                "A newer stream of this session took over. This one, with its token, is over.");
    }

    static StatusRuntimeException malformedFrame() {
        return status(
                Code.INVALID_ARGUMENT,
                "MALFORMED_FRAME",
                "The message is not valid protobuf of beckon.v1. Use stubs made from the contract.");
    }

    static StatusRuntimeException frameTooLarge(int bytes, int max) {
        return status(
                Code.RESOURCE_EXHAUSTED,
                "FRAME_TOO_LARGE",
                "message: " + bytes + " bytes (expected: at most " + max + " bytes)");
    }

    static StatusRuntimeException tooManyFrames(int frames, int max) {
        return status(
                Code.RESOURCE_EXHAUSTED,
                "TOO_MANY_FRAMES",
                "frames: " + frames + " (expected: at most " + max + "). Split them over several calls.");
    }

    static StatusRuntimeException tooManySends() {
        return retryLater(
                Code.RESOURCE_EXHAUSTED,
                "TOO_MANY_SENDS",
                "Too many calls of Send overlap. Keep one in flight, and repeat this one after retry_delay.",
                OVERLAP);
    }

    static StatusRuntimeException seqGap(long expected) {
        return StatusDetails.status(
                Code.ABORTED,
                "SEQ_GAP",
                "The frame with seq " + expected + " is missing. Number frames 1, 2, 3... in order.",
                Map.of("expected_seq", Long.toString(expected)));
    }

    static StatusRuntimeException attachmentUnknown() {
        return otherNode(status(
                Code.ABORTED,
                "ATTACHMENT_UNKNOWN",
                "No living session has this attachment_token. Call Open again and use the token of its welcome."));
    }

    /** Marks that another node may answer this call, for proxies in between. Nothing of the call was handled here. */
    private static StatusRuntimeException otherNode(StatusRuntimeException status) {
        Metadata trailers = status.getTrailers();
        if (trailers != null) {
            trailers.put(OTHER_NODE, "1");
        }
        return status;
    }

    static StatusRuntimeException storeUnavailable() {
        return status(Code.UNAVAILABLE, "STORE_UNAVAILABLE", "The server cannot decide now. Try again, with backoff.");
    }

    static StatusRuntimeException fault(String reference) {
        return status(
                Code.INTERNAL, "INTERNAL", "Internal server error. The server's log has details: ref=" + reference);
    }

    /** Returns the status of a stream that ends for this reason; null for OK. */
    static @Nullable StatusRuntimeException ofEnd(EndReason reason, String words) {
        return switch (reason) {
            case BYE, GONE, EXPIRED -> null;
            case REPLACED ->
                status(
                        Code.ABORTED,
                        "REPLACED",
                        "Another session took your peer id. Reconnect only if the user wants to.");
            case TAKEN_OVER -> takenOver();
            case HEARTBEAT_MISSED ->
                status(
                        Code.UNAVAILABLE,
                        "HEARTBEAT_MISSED",
                        "You were silent for too long. Reconnect, and send heartbeats.");
            case SLOW ->
                status(
                        Code.RESOURCE_EXHAUSTED,
                        "SLOW",
                        "You did not read and acknowledge events fast enough. Reconnect, and read faster.");
            case MAILBOX_OVERFLOW ->
                status(
                        Code.RESOURCE_EXHAUSTED,
                        "MAILBOX_OVERFLOW",
                        "Too many notices were waiting for you. Begin a new session, and acknowledge what you handle.");
            case DISCONNECTED -> disconnected(words);
            case TOKEN_EXPIRED ->
                status(Code.UNAUTHENTICATED, "TOKEN_EXPIRED", "Your access token expired. Use a new one.");
            case TOKEN_REVOKED ->
                status(
                        Code.UNAUTHENTICATED,
                        "TOKEN_REVOKED",
                        "Your access token was revoked. Ask the app for a new one.");
            case SHUTDOWN -> shutdown();
            case STORE_UNAVAILABLE -> storeUnavailable();
            case PROTOCOL_ERROR, FAULT -> fault(words);
        };
    }

    private static StatusRuntimeException status(Code code, String reason, String message) {
        return StatusDetails.status(code, reason, message, Map.of());
    }
}

package dev.beckon.server.core.message;

import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.RoomId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a frame was refused or not delivered, and what its sender can do about it.
 *
 * @param message text for people
 * @param peer the peer concerned, if any
 * @param room the room concerned, if any
 * @param violations the invalid fields, for {@link Code#INVALID_FRAME} and {@link Code#TOO_LARGE}
 * @param retryAfter when to try again; null if the server has no advice
 */
public record Refusal(
        Code code,
        String message,
        @Nullable PeerId peer,
        @Nullable RoomId room,
        List<Violation> violations,
        @Nullable Duration retryAfter) {

    private Refusal(
            Code code, String message, @Nullable PeerId peer, @Nullable RoomId room, List<Violation> violations) {
        this(code, message, peer, room, violations, null);
    }

    /** The kinds of refusal that clients distinguish. */
    public enum Code {
        INVALID_FRAME,
        TOO_LARGE,
        UNSUPPORTED,
        PEER_NOT_REGISTERED,
        PEER_SESSION_REPLACED,
        PERMISSION_DENIED,
        ROOM_FULL,
        NOT_IN_ROOM,
        TOO_MANY_ROOMS,
        MAILBOX_FULL,
        RATE_LIMITED,
        UNAVAILABLE,
        UNDELIVERED,
        UNCONFIRMED,
        TOKEN_EXPIRING
    }

    /**
     * An invalid field.
     *
     * @param field path within the frame, such as "signal.offer.sdp"
     * @param found the value found, shortened and without secrets
     * @param expected what the rule requires
     */
    public record Violation(String field, String found, String expected) {}

    public static Refusal invalidFrame(List<Violation> violations) {
        return new Refusal(Code.INVALID_FRAME, describe(violations), null, null, List.copyOf(violations));
    }

    public static Refusal tooLarge(List<Violation> violations) {
        return new Refusal(Code.TOO_LARGE, describe(violations), null, null, List.copyOf(violations));
    }

    public static Refusal unsupported() {
        return new Refusal(
                Code.UNSUPPORTED,
                "This server does not know this kind of frame. Use the frames of the contract that it was built with.",
                null,
                null,
                List.of());
    }

    /** No session holds the peer id. */
    public static Refusal notRegistered(PeerId peer) {
        return about(Code.PEER_NOT_REGISTERED, peer, "No peer '" + peer + "' is registered. Try again when it is.");
    }

    public static Refusal sessionReplaced(PeerId peer) {
        return about(
                Code.PEER_SESSION_REPLACED,
                peer,
                "Peer '" + peer + "' has a new session. Begin a new connection with an offer.");
    }

    public static Refusal onlyLowerMayOffer(PeerId peer) {
        return about(
                Code.PERMISSION_DENIED,
                peer,
                "Neither peer can roll back an offer, so only the lower peer id may offer. Let '" + peer + "' offer.");
    }

    public static Refusal toOneself() {
        return invalidFrame(List.of(new Violation("signal.to", "your own peer id", "another peer")));
    }

    public static Refusal attributesTooLarge(int bytes, int max) {
        return tooLarge(List.of(new Violation(
                "update_member.attributes", bytes + " bytes after the change", "at most " + max + " bytes")));
    }

    public static Refusal notInRoom(PeerId peer, RoomId room) {
        return new Refusal(
                Code.NOT_IN_ROOM, "Peer '" + peer + "' is not in room '" + room + "'.", peer, room, List.of());
    }

    public static Refusal tooManyRooms(RoomId room, int max) {
        return new Refusal(
                Code.TOO_MANY_ROOMS, "You are in " + max + " rooms. Leave one first.", null, room, List.of());
    }

    /** The room is full. */
    public static Refusal roomFull(RoomId room, int max) {
        return new Refusal(
                Code.ROOM_FULL, "Room '" + room + "' has its " + max + " members. Try later.", null, room, List.of());
    }

    public static Refusal mailboxFull(PeerId peer) {
        return about(
                Code.MAILBOX_FULL, peer, "Peer '" + peer + "' does not keep up with its signals. Try again later.");
    }

    /** One sender may not fill the mailbox of a peer for all others. */
    public static Refusal mailboxFullOfYours(PeerId peer) {
        return about(
                Code.MAILBOX_FULL,
                peer,
                "Too many of your signals wait for peer '" + peer
                        + "', and the rest of its mailbox is for others. Send more when it has read some.");
    }

    /** One subject may not fill the mailboxes of a node for all others. */
    public static Refusal mailboxesFullOfYours(PeerId peer) {
        return about(
                Code.MAILBOX_FULL,
                peer,
                "Too many bytes of your account's signals wait for their receivers. Send to peer '" + peer
                        + "' again when some have been read.");
    }

    /** The signals for all peers, or for those of one subject, are too many. */
    public static Refusal mailboxesFull(PeerId peer) {
        return about(
                Code.MAILBOX_FULL,
                peer,
                "The server has no memory for more unread signals to peer '" + peer + "'. Try again later.");
    }

    public static Refusal unavailable() {
        return new Refusal(
                Code.UNAVAILABLE,
                "The server cannot decide this now. Try again later.",
                null,
                null,
                List.of(),
                Duration.ofSeconds(1));
    }

    /** Too many frames: this one was ignored. */
    public static Refusal rateLimited(Duration retryAfter) {
        return new Refusal(
                Code.RATE_LIMITED,
                "Too many frames. Send the next one in " + Math.max(1, retryAfter.toMillis()) + " ms.",
                null,
                null,
                List.of(),
                retryAfter);
    }

    /** The client has caused too many events for others: this frame was not processed. */
    public static Refusal fanOutLimited(Duration retryAfter) {
        return new Refusal(
                Code.RATE_LIMITED,
                "Too many events for other clients: joining, changing yourself and watching count by the number of members and"
                        + " peers. Try again in " + Math.max(1, retryAfter.toMillis()) + " ms.",
                null,
                null,
                List.of(),
                retryAfter);
    }

    /** These peers have as many watchers as one peer may have; the others that were asked for are watched. */
    public static Refusal tooManyWatchers(PeerId first, int peers) {
        String others = peers == 1 ? "" : " and " + (peers - 1) + " others";
        return new Refusal(
                Code.UNAVAILABLE,
                "'" + first + "'" + others + " cannot be watched now: too many others do. Watch again later.",
                first,
                null,
                List.of(),
                Duration.ofMinutes(1));
    }

    /** The access token does not grant the room. */
    public static Refusal roomNotGranted(RoomId room) {
        return new Refusal(
                Code.PERMISSION_DENIED,
                "Your access token does not let you join room '" + room + "'. Ask the app for one that does.",
                null,
                room,
                List.of());
    }

    /** The access token does not grant signals to the peer. */
    public static Refusal signalNotGranted(PeerId peer) {
        return about(
                Code.PERMISSION_DENIED,
                peer,
                "Your access token does not let you signal to '" + peer + "'. Ask the app for one that does.");
    }

    /** The access token does not grant watching the peer. */
    public static Refusal watchNotGranted(PeerId peer) {
        return about(
                Code.PERMISSION_DENIED,
                peer,
                "Your access token does not let you watch the presence of '" + peer
                        + "'. Watch without it, or ask the app for a token that does.");
    }

    /** A refreshed access token no longer grants watching these peers; the server stopped watching them. */
    public static Refusal watchEnded(PeerId first, int peers) {
        String others = peers == 1 ? "" : " and of " + (peers - 1) + " others";
        return about(
                Code.PERMISSION_DENIED,
                first,
                "Your present access token does not let you watch the presence of '" + first + "'" + others
                        + ". The server no longer reports it.");
    }

    /** The new access token was refused; the present one stays in force. */
    public static Refusal tokenRefused(String why) {
        return tokenRefused(why, null);
    }

    /** Like {@link #tokenRefused(String)}, but the same token may be accepted later. */
    public static Refusal tokenRefused(String why, @Nullable Duration retryAfter) {
        return new Refusal(Code.PERMISSION_DENIED, why, null, null, List.of(), retryAfter);
    }

    /** The new access token cannot be verified now; the present one stays in force. */
    public static Refusal tokenUndecided(String why, @Nullable Duration retryAfter) {
        return new Refusal(Code.UNAVAILABLE, why, null, null, List.of(), retryAfter);
    }

    public static Refusal tokenExpiring(Instant expiresAt) {
        return new Refusal(
                Code.TOKEN_EXPIRING,
                "Your access token expires at " + expiresAt + ". Send a newer one with refresh_token.",
                null,
                null,
                List.of());
    }

    /** The signals were certainly not delivered. */
    public static Refusal undelivered(PeerId peer) {
        return about(
                Code.UNDELIVERED, peer, "The session of '" + peer + "' ended before this could be delivered to it.");
    }

    /** The signals were sent, but it is unknown whether they were handled. */
    public static Refusal unconfirmed(PeerId peer) {
        return about(
                Code.UNCONFIRMED,
                peer,
                "This was sent to '" + peer + "', whose session ended before it acknowledged it.");
    }

    public static Refusal ackTooHigh(long ack, long sent) {
        return invalidFrame(List.of(
                new Violation("ack", Long.toUnsignedString(ack), "at most " + sent + ", the seq of the latest event")));
    }

    private static Refusal about(Code code, PeerId peer, String message) {
        return new Refusal(code, message, peer, null, List.of());
    }

    private static String describe(List<Violation> violations) {
        StringBuilder text = new StringBuilder();
        for (Violation violation : violations) {
            text.append(text.isEmpty() ? "" : "; ")
                    .append(violation.field())
                    .append(": ")
                    .append(violation.found())
                    .append(" (expected: ")
                    .append(violation.expected())
                    .append(')');
        }
        return text.toString();
    }
}

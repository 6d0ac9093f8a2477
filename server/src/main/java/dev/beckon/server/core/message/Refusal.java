package dev.beckon.server.core.message;

import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.RoomId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a frame is refused, and what its sender can do about it.
 *
 * @param message words for a person
 * @param peer the peer that it is about, if any
 * @param room the room that it is about, if any
 * @param violations the fields that break a rule, for {@link Code#INVALID_FRAME} and {@link Code#TOO_LARGE}
 */
public record Refusal(
        Code code, String message, @Nullable PeerId peer, @Nullable RoomId room, List<Violation> violations) {

    /** The kinds of refusal that clients tell apart. */
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
        UNAVAILABLE
    }

    /**
     * One field that breaks its rule.
     *
     * @param field path from the frame, such as "signal.offer.sdp"
     * @param found what was found, shortened and without secrets
     * @param expected what the rule asks for
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
        return about(Code.PEER_NOT_REGISTERED, peer, "No peer '" + peer + "' is registered. Try when it is there.");
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
                Code.MAILBOX_FULL, peer, "Peer '" + peer + "' does not keep up with what it is sent. Try again later.");
    }

    public static Refusal unavailable() {
        return new Refusal(
                Code.UNAVAILABLE, "The server cannot decide this now. Try again later.", null, null, List.of());
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

package dev.beckon.client.internal.session;

import dev.beckon.client.room.Member;
import dev.beckon.client.room.Room;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The view of one room: unknown, a snapshot that is still arriving, or a view that follows the deltas. Only complete
 * views are passed on.
 *
 * <p>Owned by its session.
 */
final class RoomView {

    /** What to do with a delta. */
    enum Step {
        /** It is the next version. */
        NEXT,
        /** It is older than the view, or the view is not known yet: drop it. */
        STALE,
        /** A version before it is missing: the view is invalid until the next snapshot. */
        GAP
    }

    private @Nullable Room current;
    private final List<Member> incoming = new ArrayList<>();
    private long incomingVersion;
    private boolean incomplete;

    /** Accepts a part of a snapshot. Returns the complete room if it was the last part, otherwise null. */
    @Nullable
    Room onSnapshot(Room part, boolean more) {
        if (incomplete && part.version() != incomingVersion) {
            incoming.clear();
        }
        incomingVersion = part.version();
        incoming.addAll(part.members());
        incomplete = more;
        if (more) {
            current = null;
            return null;
        }
        Room whole = new Room(part.name(), part.version(), incoming);
        incoming.clear();
        current = whole;
        return whole;
    }

    /** Classifies a delta. A gap discards the view. */
    Step onDelta(long version) {
        if (incomplete) {
            // No delta comes between the parts of a snapshot: one part was lost.
            forget();
            return Step.GAP;
        }
        if (current == null || version <= current.version()) {
            return Step.STALE;
        }
        if (version != current.version() + 1) {
            forget();
            return Step.GAP;
        }
        return Step.NEXT;
    }

    /** Returns the room, or null if it is not known. */
    @Nullable
    Room current() {
        return current;
    }

    /** Returns the next version, with this member at its old position or otherwise at the end. */
    Room with(Room before, long version, Member member) {
        Map<String, Member> members = byPeerId(before);
        members.put(member.peerId(), member);
        return replace(before, version, members);
    }

    /** Returns the next version, without this member. */
    Room without(Room before, long version, String peerId) {
        Map<String, Member> members = byPeerId(before);
        members.remove(peerId);
        return replace(before, version, members);
    }

    private Room replace(Room before, long version, Map<String, Member> members) {
        Room after = new Room(before.name(), version, members.values());
        current = after;
        return after;
    }

    private static Map<String, Member> byPeerId(Room room) {
        Map<String, Member> members = new LinkedHashMap<>();
        for (Member member : room.members()) {
            members.put(member.peerId(), member);
        }
        return members;
    }

    private void forget() {
        current = null;
        incoming.clear();
        incomplete = false;
    }
}

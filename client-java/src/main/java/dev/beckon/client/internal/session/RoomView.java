package dev.beckon.client.internal.session;

import dev.beckon.client.room.Member;
import dev.beckon.client.room.Room;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one room: nothing, a snapshot that is still coming in, or a view that follows the deltas. A view is
 * only ever given out whole.
 *
 * <p>Owned by its session.
 */
final class RoomView {

    /** What to do with a delta. */
    enum Step {
        /** It is the next one. */
        NEXT,
        /** It is older than the view, or the view is not known yet: drop it. */
        STALE,
        /** One is missing before it: the view is worth nothing until the next snapshot. */
        GAP
    }

    private @Nullable Room current;
    private final List<Member> incoming = new ArrayList<>();
    private long incomingVersion;
    private boolean incomplete;

    /** Takes a part of a snapshot; the whole room when it was the last part, else null. */
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

    /** Classifies a delta. A gap forgets the view. */
    Step onDelta(long version) {
        if (incomplete) {
            // The parts of a snapshot follow each other with no delta between: one of them was lost.
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

    /** The room, or null if it is not known. */
    @Nullable
    Room current() {
        return current;
    }

    /** The next version, with this member in it: at its old place, or else at the end. */
    Room with(Room before, long version, Member member) {
        Map<String, Member> members = byPeerId(before);
        members.put(member.peerId(), member);
        return replace(before, version, members);
    }

    /** The next version, without this member. */
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

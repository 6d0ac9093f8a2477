package dev.beckon.server.rooms;

import dev.beckon.server.core.message.ServerEvent.RoomSnapshot;
import dev.beckon.server.core.peer.Member;
import dev.beckon.server.core.peer.RoomId;
import java.util.ArrayList;
import java.util.List;

/** Cuts a snapshot into parts that each fit well into a frame. */
final class Snapshots {

    static final int PART_BYTES = 128 * 1024;

    /** Ids, session id, name and framing of a member: an upper bound beside its attributes. */
    private static final int MEMBER_BYTES = 640;

    private Snapshots() {}

    /** At least one part, all of the same version; all but the last say that more follow. */
    static List<RoomSnapshot> split(RoomId room, long version, List<Member> members, long clientSeq) {
        List<RoomSnapshot> parts = new ArrayList<>(1);
        int from = 0;
        int bytes = 0;
        for (int i = 0; i < members.size(); i++) {
            int size = MEMBER_BYTES + members.get(i).profile().attributeBytes();
            if (bytes + size > PART_BYTES && i > from) {
                parts.add(new RoomSnapshot(room, version, members.subList(from, i), clientSeq, true));
                from = i;
                bytes = 0;
            }
            bytes += size;
        }
        parts.add(new RoomSnapshot(room, version, members.subList(from, members.size()), clientSeq, false));
        return parts;
    }
}

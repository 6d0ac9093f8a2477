package dev.beckon.simulation.check;

import dev.beckon.server.core.message.ServerEvent.MemberUpdated;
import dev.beckon.server.core.message.ServerEvent.PeerJoined;
import dev.beckon.server.core.message.ServerEvent.PeerLeft;
import dev.beckon.server.core.message.ServerEvent.RoomEvent;
import dev.beckon.server.core.message.ServerEvent.RoomSnapshot;
import dev.beckon.server.core.peer.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The room events of the server, with which every view of a client is compared (P5). */
public final class RoomBook {

    /** The lifetime of a room from its first member to its last: a hash of the members for every version. */
    private static final class Life {
        private final RoomMembers members = new RoomMembers();
        private final Map<Long, Long> hashes = new HashMap<>();
        private final Map<String, Long> admitted = new HashMap<>();
    }

    private final Map<String, List<Life>> rooms = new HashMap<>();
    private @Nullable RoomEvent latest;

    /** Another node starts: all rooms are gone. */
    public void onNode() {
        rooms.values().forEach(lives -> lives.add(new Life()));
    }

    /** A room sends a member an event, possibly the same as to others. */
    public void onEvent(RoomEvent event) {
        if (event == latest) {
            return;
        }
        latest = event;
        List<Life> lives = rooms.computeIfAbsent(event.room().value(), room -> new ArrayList<>(List.of(new Life())));
        Life life = lives.getLast();
        if (life.members.version() != 0 && life.members.isEmpty() && versionOf(event) == 1) {
            life = new Life();
            lives.add(life);
        }
        life.members.apply(event);
        life.hashes.putIfAbsent(life.members.version(), life.members.hash());
        note(life, event);
    }

    private static void note(Life life, RoomEvent event) {
        if (event instanceof PeerJoined(var room, long version, Member member, var encoding)) {
            life.admitted.putIfAbsent(member.session().value(), version);
        } else if (event instanceof RoomSnapshot(var room, long version, var members, long seq)) {
            members.forEach(member -> life.admitted.putIfAbsent(member.session().value(), version));
        }
    }

    static long versionOf(RoomEvent event) {
        return switch (event) {
            case RoomSnapshot snapshot -> snapshot.version();
            case PeerJoined joined -> joined.version();
            case PeerLeft left -> left.version();
            case MemberUpdated updated -> updated.version();
        };
    }

    /** Returns whether a room ever had these members at this version. */
    public boolean knows(String room, long version, long hash) {
        for (Life life : rooms.getOrDefault(room, List.of())) {
            Long known = life.hashes.get(version);
            if (known != null && known == hash) {
                return true;
            }
        }
        return false;
    }

    /** Checks the view of an app: its members must be those of the version. */
    public void checkView(Findings findings, String name, dev.beckon.client.room.Room room) {
        long hash = 0;
        for (dev.beckon.client.room.Member member : room.members()) {
            hash += RoomMembers.hash(
                    member.peerId(),
                    member.sessionId(),
                    member.state() == dev.beckon.client.room.Member.State.AWAY,
                    member.displayName(),
                    member.attributes());
        }
        if (!knows(room.name(), room.version(), hash)) {
            findings.broken("P5 diverged", name, "is shown another version", room.version(), "of", room.name());
        }
    }

    /**
     * Returns whether a client that sees these members at this version knows or has known this session; or a later
     * lifetime of the room.
     */
    public boolean hasSeen(String room, long version, long hash, String session) {
        boolean admittedBefore = false;
        for (Life life : rooms.getOrDefault(room, List.of())) {
            Long admitted = life.admitted.get(session);
            Long known = life.hashes.get(version);
            if (known != null && known == hash && (admittedBefore || (admitted != null && version >= admitted))) {
                return true;
            }
            admittedBefore |= admitted != null;
        }
        return false;
    }

    /** Returns whether the session is a member now. */
    public boolean isMember(String room, String peer, String session) {
        List<Life> lives = rooms.get(room);
        return lives != null && session.equals(lives.getLast().members.sessionOf(peer));
    }

    /** Returns the version of the room now; 0 if there is none. */
    public long version(String room) {
        List<Life> lives = rooms.get(room);
        return lives == null ? 0 : lives.getLast().members.version();
    }

    public Iterable<String> rooms() {
        return rooms.keySet();
    }
}

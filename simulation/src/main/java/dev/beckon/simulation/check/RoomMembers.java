package dev.beckon.simulation.check;

import dev.beckon.server.core.message.ServerEvent.MemberUpdated;
import dev.beckon.server.core.message.ServerEvent.PeerJoined;
import dev.beckon.server.core.message.ServerEvent.PeerLeft;
import dev.beckon.server.core.message.ServerEvent.RoomEvent;
import dev.beckon.server.core.message.ServerEvent.RoomSnapshot;
import dev.beckon.server.core.peer.Member;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The members of a room at one version, from snapshot and deltas, with a hash that does not depend on their order. */
final class RoomMembers {

    private record Seat(String session, long hash) {}

    private final Map<String, Seat> seats = new HashMap<>();
    private long version;
    private long hash;

    void apply(RoomEvent event) {
        version = RoomBook.versionOf(event);
        switch (event) {
            case RoomSnapshot snapshot -> {
                seats.clear();
                hash = 0;
                snapshot.members().forEach(this::put);
            }
            case PeerJoined joined -> put(joined.member());
            case MemberUpdated updated -> put(updated.member());
            case PeerLeft left -> remove(left.peer().value());
        }
    }

    private void put(Member member) {
        remove(member.peer().value());
        long added = hash(
                member.peer().value(),
                member.session().value(),
                member.away(),
                member.profile().displayName(),
                member.profile().attributes());
        seats.put(member.peer().value(), new Seat(member.session().value(), added));
        hash += added;
    }

    private void remove(String peer) {
        Seat seat = seats.remove(peer);
        if (seat != null) {
            hash -= seat.hash();
        }
    }

    static long hash(String peer, String session, boolean away, String name, Map<String, String> attributes) {
        long mixed = peer.hashCode() * 31L + session.hashCode();
        mixed = mixed * 1_000_003 + name.hashCode() * 2L + (away ? 1 : 0);
        mixed = mixed * 1_000_003 + attributes.hashCode();
        return mixed * 0x9E3779B97F4A7C15L;
    }

    boolean isEmpty() {
        return seats.isEmpty();
    }

    long version() {
        return version;
    }

    long hash() {
        return hash;
    }

    @Nullable
    String sessionOf(String peer) {
        Seat seat = seats.get(peer);
        return seat == null ? null : seat.session();
    }
}

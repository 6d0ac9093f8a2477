package dev.beckon.client.room;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A room at one version. Clients that see the same version see the same members. Immutable: each change creates a new
 * one.
 */
public final class Room {

    private final String name;
    private final long version;
    private final Map<String, Member> members;

    /** Created by the library. */
    public Room(String name, long version, Collection<Member> members) {
        this.name = Objects.requireNonNull(name, "name");
        this.version = version;
        Map<String, Member> byPeerId = new LinkedHashMap<>();
        for (Member member : members) {
            byPeerId.put(member.peerId(), member);
        }
        this.members = Collections.unmodifiableMap(byPeerId);
    }

    /** Returns the name of the room. */
    public String name() {
        return name;
    }

    /** Returns the number of changes of the room. */
    public long version() {
        return version;
    }

    /** Returns the members, including this peer, in the order in which they joined. */
    public Collection<Member> members() {
        return members.values();
    }

    /** Returns the member with this peer id, or null. */
    public @Nullable Member member(String peerId) {
        return members.get(peerId);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Room
                && ((Room) other).name.equals(name)
                && ((Room) other).version == version
                && ((Room) other).members.equals(members);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, version, members);
    }

    @Override
    public String toString() {
        return name + " version " + version + " " + members.values();
    }
}

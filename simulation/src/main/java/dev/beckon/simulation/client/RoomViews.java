package dev.beckon.simulation.client;

import dev.beckon.client.room.Member;
import dev.beckon.client.room.Room;
import dev.beckon.simulation.check.Books;
import dev.beckon.simulation.time.Dice;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The rooms as reported to an app by its client library. */
final class RoomViews {

    private final Books books;
    private final String name;
    private final TreeMap<String, Room> rooms = new TreeMap<>();

    RoomViews(Books books, String name) {
        this.books = books;
        this.name = name;
    }

    void show(Room room) {
        rooms.put(room.name(), room);
        books.rooms().checkView(books.findings(), name, room);
    }

    void forget(String room) {
        rooms.remove(room);
    }

    void clear() {
        rooms.clear();
    }

    boolean isIn(String room) {
        return rooms.containsKey(room);
    }

    List<String> names() {
        return List.copyOf(rooms.keySet());
    }

    /** Returns the version that is seen of a room; 0 for none. */
    long version(String room) {
        Room seen = rooms.get(room);
        return seen == null ? 0 : seen.version();
    }

    /** Returns another member of a room; null if there is none. */
    @Nullable
    Member somebodyElse(Dice dice, String room, String self) {
        Room seen = rooms.get(room);
        List<Member> others = new ArrayList<>(seen == null ? List.of() : seen.members());
        others.removeIf(member -> member.peerId().equals(self));
        return others.isEmpty() ? null : dice.pick(others);
    }
}

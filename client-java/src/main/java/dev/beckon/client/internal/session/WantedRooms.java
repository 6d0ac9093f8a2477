package dev.beckon.client.internal.session;

import dev.beckon.client.outcome.SendResult;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The rooms that the app wants to be in, whichever session it is: each new session joins them again.
 *
 * <p>Owned by the client, which lends it to one session at a time. Bounded: a room enters with a submission that holds
 * budget, and stays only if the server lets it in, of which it allows a few.
 */
public final class WantedRooms {

    private final Set<String> rooms = new LinkedHashSet<>();
    /** Joins that no session has settled yet, in the order in which they were asked for. */
    private final List<Submission> joining = new ArrayList<>();

    /** Nothing is wanted. */
    public WantedRooms() {}

    void want(String room) {
        rooms.add(room);
    }

    void drop(String room) {
        rooms.remove(room);
    }

    boolean isWanted(String room) {
        return rooms.contains(room);
    }

    void carry(Submission join) {
        joining.add(join);
    }

    /** All joins for a new session: those that somebody waits for, and one for each other wanted room. */
    List<Submission> joins(Session.LibraryCallback rejoin) {
        List<Submission> joins = new ArrayList<>();
        Set<String> asked = new LinkedHashSet<>();
        for (Submission join : joining) {
            String room = join.frame().joinedRoom();
            if (room != null) {
                asked.add(room);
            }
        }
        for (String room : rooms) {
            if (!asked.contains(room)) {
                joins.add(new Submission(Outgoing.join(room), rejoin));
            }
        }
        joins.addAll(joining);
        joining.clear();
        return joins;
    }

    /** Takes out the joins of a room that nobody wants any more. */
    List<Submission> removeJoins(String room) {
        List<Submission> removed = new ArrayList<>();
        for (Submission join : joining) {
            if (room.equals(join.frame().joinedRoom())) {
                removed.add(join);
            }
        }
        joining.removeAll(removed);
        return removed;
    }

    /** The client gives up: nothing is wanted any more, and whoever waits for a join is told so. */
    public void clear(SessionEvents events) {
        List<Submission> unsettled = new ArrayList<>(joining);
        rooms.clear();
        joining.clear();
        for (Submission join : unsettled) {
            events.onSettled(join, SendResult.notSent(SendResult.NotSentReason.STOPPED));
        }
    }
}

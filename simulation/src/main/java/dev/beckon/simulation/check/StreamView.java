package dev.beckon.simulation.check;

import dev.beckon.server.core.message.ServerEvent;
import dev.beckon.server.core.message.ServerEvent.AttachResult;
import dev.beckon.server.core.message.ServerEvent.PeerLeft;
import dev.beckon.server.core.message.ServerEvent.RoomEvent;
import dev.beckon.server.core.message.ServerEvent.RoomSnapshot;
import dev.beckon.server.core.message.ServerEvent.Welcome;
import dev.beckon.server.core.peer.RoomId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The events of one stream to its client, in order, before the client library processes them. */
public final class StreamView {

    private final Findings findings;
    private final RoomBook book;
    private final String name;
    private final long lastSeq;
    private final Map<String, RoomMembers> rooms = new HashMap<>();
    private final Set<String> awaited = new HashSet<>();
    private String session = "";
    private long nextSeq;
    private long acked;

    /** @param lastSeq in the hello of this stream */
    public StreamView(Findings findings, RoomBook book, String name, long lastSeq) {
        this.findings = findings;
        this.book = book;
        this.name = name;
        this.lastSeq = lastSeq;
    }

    /** Returns the session of this stream; "" before its welcome. */
    public String session() {
        return session;
    }

    /** The stream receives an event. */
    public void onEvent(long seq, ServerEvent event) {
        if (event instanceof Welcome welcome) {
            onWelcome(welcome);
        } else if (session.isEmpty()) {
            findings.broken("P1 before the welcome", name, event);
        } else if (event instanceof RoomEvent told) {
            onRoom(told);
        }
        if (seq != 0) {
            // Events that the client has acknowledged meanwhile need not be replayed.
            if (seq < nextSeq || seq > Math.max(nextSeq, acked + 1)) {
                findings.broken("P1 gap", name, session, "is told event", seq, "instead of", nextSeq);
            }
            nextSeq = seq + 1;
        }
    }

    /** The client acknowledges all events up to this seq. */
    public void onAck(long seq) {
        acked = Math.max(acked, seq);
    }

    private void onWelcome(Welcome welcome) {
        if (!session.isEmpty()) {
            findings.broken("P1 two welcomes", name);
        }
        session = welcome.registration().session().value();
        nextSeq = welcome.result() == AttachResult.LOSSLESS ? lastSeq + 1 : 1;
        for (RoomId room : welcome.rooms()) {
            awaited.add(room.value());
        }
    }

    private void onRoom(RoomEvent event) {
        String room = event.room().value();
        if (event instanceof PeerLeft left && left.session().value().equals(session)) {
            rooms.remove(room);
            awaited.remove(room);
            return;
        }
        @Nullable RoomMembers view = rooms.get(room);
        if (event instanceof RoomSnapshot) {
            awaited.remove(room);
            view = new RoomMembers();
            rooms.put(room, view);
        } else if (view == null || RoomBook.versionOf(event) != view.version() + 1) {
            findings.broken("P5 gap", name, "is told", event, "after version", view == null ? "none" : view.version());
            return;
        }
        view.apply(event);
        if (!book.knows(room, view.version(), view.hash())) {
            findings.broken("P5 diverged", name, "sees another version", view.version(), "of", room);
        }
    }

    /** A signal with a room was received. */
    public void onSignal(String room, String fromSession) {
        RoomMembers view = rooms.get(room);
        if (awaited.contains(room) || (view != null && !book.hasSeen(room, view.version(), view.hash(), fromSession))) {
            findings.broken("P5 signal before its sender", name, room, fromSession);
        }
    }
}

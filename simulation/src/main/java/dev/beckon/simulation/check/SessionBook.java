package dev.beckon.simulation.check;

import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.PeerPresence;
import dev.beckon.server.core.peer.Registration;
import dev.beckon.server.core.peer.SessionId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of all nodes: which one is active (P3), what is in their mailboxes (P4), and the seqs of their events.
 */
public final class SessionBook {

    /** The facts about one session. */
    private static final class Facts {
        private @Nullable EndReason end;
        private boolean away;
        private boolean diedWithNode;
        private int waiting;
        private int waitingBytes;
        private final TreeMap<Long, Integer> givenBytes = new TreeMap<>();
        private final Map<Long, String> events = new HashMap<>();
    }

    private final Findings findings;
    private final int maxEvents;
    private final int maxBytes;
    private final Map<String, Facts> sessions = new LinkedHashMap<>();
    /** The active session of each peer id. */
    private final Map<String, String> actors = new HashMap<>();

    private boolean goingDown;

    public SessionBook(Findings findings, int maxEvents, int maxBytes) {
        this.findings = findings;
        this.maxEvents = maxEvents;
        this.maxBytes = maxBytes;
    }

    /** Another node starts. The guarantees of the previous one ended with it, unless it shut down cleanly. */
    public void onNode() {
        goingDown = false;
        actors.clear();
        for (Facts facts : sessions.values()) {
            facts.diedWithNode |= facts.end == null;
        }
    }

    /** The node shuts down: sessions get the outcomes of their signals before they all end. */
    public void onGoingDown() {
        goingDown = true;
    }

    boolean isGoingDown() {
        return goingDown;
    }

    /** A session sends welcome to its client. */
    public void onWelcome(Registration registration) {
        String peer = registration.peer().value();
        String session = registration.session().value();
        String before = actors.put(peer, session);
        if (before != null && !before.equals(session) && !isOver(before)) {
            findings.broken("P3 two sessions", peer, session, "is welcomed while", before, "lives");
        }
        sessions.computeIfAbsent(session, id -> new Facts()).away = false;
    }

    public void onAway(SessionId session) {
        sessionOf(session.value()).away = true;
    }

    /** A session does something that others can see. */
    public void onAct(PeerId peer, SessionId session, String what) {
        String actor = actors.get(peer.value());
        if (!session.value().equals(actor)) {
            findings.broken("P3 two sessions act", what, "of", peer, session, "while its actor is " + actor);
        }
    }

    public void onEnd(Registration registration, EndReason reason) {
        Facts facts = sessionOf(registration.session().value());
        if (facts.end != null) {
            findings.broken("P3 ended twice", registration);
        }
        facts.end = reason;
    }

    /** A mailbox accepted a signal. */
    public void onWaiting(SessionId session, int bytes) {
        Facts facts = sessionOf(session.value());
        facts.waiting++;
        facts.waitingBytes += bytes;
        if (facts.waiting > maxEvents) {
            findings.broken("P4 mailbox", session, "holds", facts.waiting, "signals, limit", maxEvents);
        }
        if (facts.waitingBytes - bytes > maxBytes) {
            findings.broken("P4 mailbox", session, "holds", facts.waitingBytes, "bytes, limit", maxBytes);
        }
    }

    /** A stream was given an event: the same seq is always the same event. */
    public void onGiven(String session, long seq, String event, int signalBytes) {
        Facts facts = sessionOf(session);
        String before = facts.events.putIfAbsent(seq, event);
        if (before == null && signalBytes > 0) {
            facts.givenBytes.put(seq, signalBytes);
        } else if (before != null && !before.equals(event)) {
            findings.broken("P1 renumbered", session, seq, "was", before, "and is", event);
        }
    }

    /** A client has acknowledged all events up to this seq. */
    public void onAcked(String session, long seq) {
        Facts facts = sessions.get(session);
        if (facts == null) {
            return;
        }
        Map<Long, Integer> acked = facts.givenBytes.headMap(seq, true);
        for (int bytes : acked.values()) {
            facts.waiting--;
            facts.waitingBytes -= bytes;
        }
        acked.clear();
    }

    public boolean isOver(String session) {
        Facts facts = sessions.get(session);
        return facts == null || facts.end != null || facts.diedWithNode;
    }

    public @Nullable EndReason end(String session) {
        Facts facts = sessions.get(session);
        return facts == null ? null : facts.end;
    }

    /** Returns whether its node was lost before the session ended. */
    public boolean hasDiedWithNode(String session) {
        Facts facts = sessions.get(session);
        return facts != null && facts.diedWithNode;
    }

    public PeerPresence.State state(String peer) {
        String actor = actors.get(peer);
        if (actor == null || isOver(actor)) {
            return PeerPresence.State.OFFLINE;
        }
        return sessionOf(actor).away ? PeerPresence.State.AWAY : PeerPresence.State.LIVE;
    }

    /** Returns the session that holds the peer id, "" for none. */
    public String actor(String peer) {
        String actor = actors.get(peer);
        return actor == null || isOver(actor) ? "" : actor;
    }

    private Facts sessionOf(String session) {
        return sessions.computeIfAbsent(session, id -> new Facts());
    }
}

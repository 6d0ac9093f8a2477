package dev.beckon.server.core.session;

import dev.beckon.server.core.peer.SessionId;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The sessions of this node. Callable from any thread. */
public final class SessionRegistry {

    private final ConcurrentMap<SessionId, Session> sessions = new ConcurrentHashMap<>();

    public @Nullable Session find(SessionId id) {
        return sessions.get(id);
    }

    public int size() {
        return sessions.size();
    }

    Collection<Session> all() {
        return List.copyOf(sessions.values());
    }

    void add(Session session) {
        sessions.put(session.id(), session);
    }

    void remove(Session session) {
        sessions.remove(session.id(), session);
    }
}

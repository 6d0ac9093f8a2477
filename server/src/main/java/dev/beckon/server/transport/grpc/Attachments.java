package dev.beckon.server.transport.grpc;

import dev.beckon.server.core.session.Session;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** Which session an attachment token speaks for. Callable from any thread. */
final class Attachments {

    private final ConcurrentMap<String, Session> sessions = new ConcurrentHashMap<>();

    void add(String token, Session session) {
        sessions.put(token, session);
    }

    void remove(String token) {
        sessions.remove(token);
    }

    @Nullable
    Session find(String token) {
        return sessions.get(token);
    }
}

package dev.beckon.server.transport.grpc;

import dev.beckon.server.core.session.Attachment;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** Finds the attachment of an attachment token. Callable from any thread. */
final class Attachments {

    private final ConcurrentMap<String, Attachment> attachments = new ConcurrentHashMap<>();

    void add(String token, Attachment attachment) {
        attachments.put(token, attachment);
    }

    void remove(String token) {
        attachments.remove(token);
    }

    int size() {
        return attachments.size();
    }

    @Nullable
    Attachment find(String token) {
        return attachments.get(token);
    }
}

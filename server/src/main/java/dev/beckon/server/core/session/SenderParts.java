package dev.beckon.server.core.session;

import java.util.HashMap;
import java.util.Map;

/** How much of a mailbox each sender has filled. Owned by: session executor. */
final class SenderParts {

    private record Part(int signals, int bytes) {

        static final Part NONE = new Part(0, 0);

        Part plus(int moreSignals, int moreBytes) {
            return new Part(signals + moreSignals, bytes + moreBytes);
        }
    }

    private final Map<String, Part> parts = new HashMap<>();

    /** Returns whether the sender has less than what is free: one sender fills half of a mailbox, two fill 3/4... */
    boolean hasRoom(String sender, int freeSignals, int freeBytes) {
        Part part = parts.getOrDefault(sender, Part.NONE);
        return part.signals() < freeSignals && part.bytes() < freeBytes;
    }

    void add(String sender, int bytes) {
        parts.put(sender, parts.getOrDefault(sender, Part.NONE).plus(1, bytes));
    }

    void remove(String sender, int bytes) {
        parts.computeIfPresent(sender, (key, part) -> part.signals() == 1 ? null : part.plus(-1, -bytes));
    }
}

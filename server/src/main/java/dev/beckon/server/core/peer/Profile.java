package dev.beckon.server.core.peer;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * What a peer shows of itself to the members of its rooms.
 *
 * @param displayName the name for people, may be empty
 * @param attributes the app's own facts about the peer
 */
public record Profile(String displayName, Map<String, String> attributes) {

    public Profile {
        attributes = Map.copyOf(attributes);
    }

    /** This profile after {@code changes}, where an empty value removes its key. */
    public Profile withAttributes(Map<String, String> changes) {
        Map<String, String> merged = new HashMap<>(attributes);
        changes.forEach((key, value) -> {
            if (value.isEmpty()) {
                merged.remove(key);
            } else {
                merged.put(key, value);
            }
        });
        return new Profile(displayName, merged);
    }

    public Profile withDisplayName(String name) {
        return new Profile(name, attributes);
    }

    /** Bytes of UTF-8 of all attribute keys and values. */
    public int attributeBytes() {
        return attributeBytes(attributes);
    }

    /** Bytes of UTF-8 of all keys and values. */
    public static int attributeBytes(Map<String, String> attributes) {
        int bytes = 0;
        for (Map.Entry<String, String> entry : attributes.entrySet()) {
            bytes += utf8Length(entry.getKey()) + utf8Length(entry.getValue());
        }
        return bytes;
    }

    private static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}

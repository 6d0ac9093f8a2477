package dev.beckon.server.core.peer;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * What the members of its rooms see of a peer.
 *
 * @param displayName name for people, may be empty
 * @param attributes app-defined
 */
public record Profile(String displayName, Map<String, String> attributes) {

    public Profile {
        attributes = Map.copyOf(attributes);
    }

    /** Returns this profile with {@code changes} applied; an empty value removes its key. */
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

    /** Returns the size of all attribute keys and values in bytes of UTF-8. */
    public int attributeBytes() {
        return attributeBytes(attributes);
    }

    /** Returns the size of all keys and values in bytes of UTF-8. */
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

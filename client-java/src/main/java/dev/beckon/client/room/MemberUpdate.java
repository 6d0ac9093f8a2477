package dev.beckon.client.room;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A change of the display name or attributes of this peer, in every room that it is in. Immutable. */
public final class MemberUpdate {

    private static final MemberUpdate NOTHING = new MemberUpdate(null, Collections.<String, String>emptyMap());

    private final @Nullable String displayName;
    private final Map<String, String> attributes;

    private MemberUpdate(@Nullable String displayName, Map<String, String> attributes) {
        this.displayName = displayName;
        this.attributes = attributes;
    }

    /** Returns a change of the display name: at most 256 bytes of UTF-8, no control characters. */
    public static MemberUpdate displayName(String displayName) {
        return new MemberUpdate(Objects.requireNonNull(displayName, "displayName"), NOTHING.attributes);
    }

    /**
     * Returns a change that sets one attribute: key 1-128 bytes, and value; all attributes together at most 8 KiB by
     * default.
     */
    public static MemberUpdate attribute(String key, String value) {
        return NOTHING.andAttribute(key, value);
    }

    /** Returns a change that removes one attribute. */
    public static MemberUpdate withoutAttribute(String key) {
        return NOTHING.andAttribute(key, "");
    }

    /** Returns this change with a new display name. */
    public MemberUpdate andDisplayName(String newDisplayName) {
        return new MemberUpdate(Objects.requireNonNull(newDisplayName, "newDisplayName"), attributes);
    }

    /** Returns this change with one more attribute to set; an empty value removes the key. */
    public MemberUpdate andAttribute(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(attributes);
        more.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
        return new MemberUpdate(displayName, Collections.unmodifiableMap(more));
    }

    /** Returns the new display name, or null if it does not change. */
    public @Nullable String displayName() {
        return displayName;
    }

    /** Returns the attributes to set; an empty value removes the key. */
    public Map<String, String> attributes() {
        return attributes;
    }

    @Override
    public String toString() {
        return "MemberUpdate{displayName=" + displayName + ", attributes=" + attributes + "}";
    }
}

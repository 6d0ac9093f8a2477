package dev.beckon.client.internal.session;

import dev.beckon.client.room.MemberUpdate;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What others see of this peer, with every change that the server took: the next session begins with it.
 *
 * <p>Owned by the client, which lends it to one session at a time.
 */
public final class Profile {

    private String displayName;
    private final Map<String, String> attributes;

    /** The profile that the app gave. */
    public Profile(String displayName, Map<String, String> attributes) {
        this.displayName = displayName;
        this.attributes = new LinkedHashMap<>(attributes);
    }

    /** The name for people. */
    public String displayName() {
        return displayName;
    }

    /** A copy of the attributes. */
    public Map<String, String> attributes() {
        return new LinkedHashMap<>(attributes);
    }

    /** Applies a frame that the server took, if it is a member update. */
    void onTaken(Outgoing frame) {
        MemberUpdate update = frame.memberUpdate();
        if (update == null) {
            return;
        }
        String newName = update.displayName();
        if (newName != null) {
            displayName = newName;
        }
        for (Map.Entry<String, String> attribute : update.attributes().entrySet()) {
            if (attribute.getValue().isEmpty()) {
                attributes.remove(attribute.getKey());
            } else {
                attributes.put(attribute.getKey(), attribute.getValue());
            }
        }
    }
}

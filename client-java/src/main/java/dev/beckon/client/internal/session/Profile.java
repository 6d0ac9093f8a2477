package dev.beckon.client.internal.session;

import dev.beckon.client.room.MemberUpdate;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The display name and attributes of this peer, with every change that the server accepted. The next session starts
 * with them.
 *
 * <p>Owned by the client, which lends it to one session at a time.
 */
public final class Profile {

    private String displayName;
    private final Map<String, String> attributes;

    /** Creates the profile with the app's initial values. */
    public Profile(String displayName, Map<String, String> attributes) {
        this.displayName = displayName;
        this.attributes = new LinkedHashMap<>(attributes);
    }

    /** Returns the display name. */
    public String displayName() {
        return displayName;
    }

    /** Returns a copy of the attributes. */
    public Map<String, String> attributes() {
        return new LinkedHashMap<>(attributes);
    }

    /** Applies an accepted frame, if it is a member update. */
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

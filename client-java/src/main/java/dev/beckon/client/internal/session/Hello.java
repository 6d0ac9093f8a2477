package dev.beckon.client.internal.session;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a hello that change from one stream to the next. Immutable by convention: the arrays and the map are
 * not copied.
 */
public final class Hello {

    private final byte[] key;
    private final byte[] replacedKey;
    private final int attempt;
    private final String sessionId;
    private final long lastSeq;
    private final @Nullable String accessToken;
    private final Profile profile;

    Hello(Keys keys, String sessionId, long lastSeq, @Nullable String accessToken, Profile profile) {
        this.key = keys.current();
        this.replacedKey = keys.replaced();
        this.attempt = keys.attempt();
        this.sessionId = sessionId;
        this.lastSeq = lastSeq;
        this.accessToken = accessToken;
        this.profile = profile;
    }

    /** Returns the key of the session. */
    public byte[] key() {
        return key;
    }

    /** Returns the key of an earlier session of this client that this one replaces; empty for none. */
    public byte[] replacedKey() {
        return replacedKey;
    }

    /** Returns the number of this hello among those with this key, from 1. */
    public int attempt() {
        return attempt;
    }

    /** Returns the session to resume; empty for a new one. */
    public String sessionId() {
        return sessionId;
    }

    /** Returns the highest event that was handled in that session. */
    public long lastSeq() {
        return lastSeq;
    }

    /** Returns the access token for the metadata of the call; null without a token provider. */
    public @Nullable String accessToken() {
        return accessToken;
    }

    /** Returns the display name. */
    public String displayName() {
        return profile.displayName();
    }

    /** Returns a copy of the attributes. */
    public Map<String, String> attributes() {
        return profile.attributes();
    }
}

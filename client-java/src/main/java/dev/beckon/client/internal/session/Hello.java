package dev.beckon.client.internal.session;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What of a hello changes from one stream to the next. Immutable by convention: the arrays and the map are not copied. */
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

    /** The key of the session. */
    public byte[] key() {
        return key;
    }

    /** The key of an earlier session of this client that this one replaces; empty if there is none. */
    public byte[] replacedKey() {
        return replacedKey;
    }

    /** Number of this hello among those with this key, from 1. */
    public int attempt() {
        return attempt;
    }

    /** The session to come back to; empty at first. */
    public String sessionId() {
        return sessionId;
    }

    /** The highest event that was handled in that session. */
    public long lastSeq() {
        return lastSeq;
    }

    /** The access token, for the metadata of the call; null without a token provider. */
    public @Nullable String accessToken() {
        return accessToken;
    }

    /** The name for people. */
    public String displayName() {
        return profile.displayName();
    }

    /** A copy of the attributes. */
    public Map<String, String> attributes() {
        return profile.attributes();
    }
}

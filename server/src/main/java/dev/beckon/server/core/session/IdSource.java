package dev.beckon.server.core.session;

import dev.beckon.server.core.peer.SessionId;
import java.util.Base64;
import java.util.Random;

/** Creates the server's own ids: 128 random bits each, as 22 characters of base64url. */
public final class IdSource {

    private static final int BYTES = 16;

    private final Random random;

    /** @param random a SecureRandom in production; a seeded one makes a run repeatable */
    public IdSource(Random random) {
        this.random = random;
    }

    public SessionId nextSessionId() {
        return new SessionId(nextToken());
    }

    /** Returns an unguessable token. */
    public String nextToken() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}

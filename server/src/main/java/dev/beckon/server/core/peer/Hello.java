package dev.beckon.server.core.peer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client's wish to register, checked.
 *
 * @param key proof for saying hello again; null for a person at grpcurl, from whom no heartbeats are expected
 * @param replacedKey the key of an earlier session of this client, whose place this one takes
 * @param noRollback whether the peer cannot roll back an offer
 * @param client what software it is, for the logs
 */
public record Hello(
        PeerId peer,
        Profile profile,
        @Nullable SessionKey key,
        @Nullable SessionKey replacedKey,
        ConflictPolicy onConflict,
        boolean noRollback,
        String client) {

    /** What to do when another session holds the peer id. */
    public enum ConflictPolicy {
        REJECT,
        REPLACE
    }

    /** The keys that prove a living session to be this client's own. */
    public List<SessionKey> ownKeys() {
        if (key == null) {
            return replacedKey == null ? List.of() : List.of(replacedKey);
        }
        return replacedKey == null ? List.of(key) : List.of(key, replacedKey);
    }
}

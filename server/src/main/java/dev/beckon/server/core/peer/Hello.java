package dev.beckon.server.core.peer;

import org.jspecify.annotations.Nullable;

/**
 * A client's validated request to register.
 *
 * @param key proves that a later hello belongs to the same session, which makes the session resumable; null for none,
 * for instance from grpcurl
 * @param session the session to resume; null at first
 * @param lastSeq the highest event that the client has handled in that session
 * @param attempt number of this hello among those with this key, 0 for none: hellos may arrive out of order
 * @param replacedKey the key of an earlier session of this client, which this session replaces
 * @param noRollback whether the peer cannot roll back an offer
 * @param client the client software, for the logs
 */
public record Hello(
        PeerId peer,
        Profile profile,
        @Nullable SessionKey key,
        @Nullable SessionId session,
        long lastSeq,
        long attempt,
        @Nullable SessionKey replacedKey,
        ConflictPolicy onConflict,
        boolean noRollback,
        String client) {

    /** What to do if another session holds the peer id. */
    public enum ConflictPolicy {
        REJECT,
        REPLACE
    }
}

package dev.beckon.server.core.peer;

import org.jspecify.annotations.Nullable;

/**
 * A client's wish to register, checked.
 *
 * @param key proof for saying hello again, which makes the session resumable; null for a person at grpcurl
 * @param session the session to come back to; null at first
 * @param lastSeq the highest event that the client handled in that session
 * @param attempt number of this hello among those with this key, 0 for none: an older one may arrive after a newer one
 * @param replacedKey the key of an earlier session of this client, whose place this one takes
 * @param noRollback whether the peer cannot roll back an offer
 * @param client what software it is, for the logs
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

    /** What to do when another session holds the peer id. */
    public enum ConflictPolicy {
        REJECT,
        REPLACE
    }
}

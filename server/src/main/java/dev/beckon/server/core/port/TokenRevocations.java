package dev.beckon.server.core.port;

import java.time.Duration;
import java.time.Instant;

/**
 * Port: revokes access tokens before they expire. Called on any thread; must not block. The caller must end the
 * sessions that use the tokens.
 */
public interface TokenRevocations {

    /**
     * Revokes all tokens of a subject that were issued before a time, and those without a time of issue.
     *
     * @return false if not stored because there are too many entries
     */
    boolean revokeSubject(String subject, Instant issuedBefore, Duration keepFor);

    /**
     * Revokes the token with this id.
     *
     * @return false if not stored because there are too many entries
     */
    boolean revokeToken(String tokenId, Duration keepFor);
}

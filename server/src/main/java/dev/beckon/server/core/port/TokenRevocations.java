package dev.beckon.server.core.port;

import java.time.Duration;
import java.time.Instant;

/**
 * Port: makes access tokens worthless before they expire. Called on any thread; must not block. Sessions that rest on them are
 * ended by whoever calls this.
 */
public interface TokenRevocations {

    /**
     * Revokes all tokens of a subject that were issued before a time, and those that do not say when.
     *
     * @return false when it is not kept, because there are too many already
     */
    boolean revokeSubject(String subject, Instant issuedBefore, Duration keepFor);

    /**
     * Revokes the one token with this id.
     *
     * @return false when it is not kept, because there are too many already
     */
    boolean revokeToken(String tokenId, Duration keepFor);
}

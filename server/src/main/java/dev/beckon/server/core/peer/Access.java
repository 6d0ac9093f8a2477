package dev.beckon.server.core.peer;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The content of a verified access token.
 *
 * @param subject the holder; "" if the server requires no tokens
 * @param tokenId the token's own id, "" if it has none
 * @param issuedAt null if unknown
 * @param expiresAt null if it never expires
 */
public record Access(
        String subject, String tokenId, @Nullable Instant issuedAt, @Nullable Instant expiresAt, Grants grants) {

    /** Unlimited access, used if the server requires no tokens. */
    public static final Access OPEN = new Access("", "", null, null, Grants.ALL);
}

package dev.beckon.server.core.peer;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an access token says about the one who shows it.
 *
 * @param subject who it is; "" where the server asks for no tokens
 * @param tokenId the token's own id, "" if it has none
 * @param issuedAt null if the token does not say
 * @param expiresAt null if it never expires
 */
public record Access(
        String subject, String tokenId, @Nullable Instant issuedAt, @Nullable Instant expiresAt, Grants grants) {

    /** Everything is allowed, for ever: the server asks for no tokens. */
    public static final Access OPEN = new Access("", "", null, null, Grants.ALL);
}

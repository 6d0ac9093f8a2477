package dev.beckon.server.auth;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rules that a token must meet besides a valid signature.
 *
 * @param issuer required value of {@code iss}; null for any
 * @param audiences {@code aud} must contain one of them; empty for any
 * @param leeway tolerated clock difference to the issuer
 */
public record JwtRules(@Nullable String issuer, List<String> audiences, Duration leeway) {

    public JwtRules {
        audiences = List.copyOf(audiences);
    }
}

package dev.beckon.server.auth;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What tokens must say beside having a good signature.
 *
 * @param issuer what {@code iss} must be; null for anything
 * @param audiences one of which {@code aud} must name; empty for anything
 * @param leeway how far the clocks of those who issue tokens may be off
 */
public record JwtRules(@Nullable String issuer, List<String> audiences, Duration leeway) {

    public JwtRules {
        audiences = List.copyOf(audiences);
    }
}

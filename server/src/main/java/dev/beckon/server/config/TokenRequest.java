package dev.beckon.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request for a trial access token.
 *
 * @param claims its claims, without the times
 * @param expiresIn its lifetime
 * @param signingKey PEM file with a private key; null to sign with the server's secret
 * @param keyId its {@code kid}; null for none
 * @param tokens the server's settings: secret, issuer and audience
 */
public record TokenRequest(
        Map<String, Object> claims,
        Duration expiresIn,
        @Nullable Path signingKey,
        @Nullable String keyId,
        ServerConfig.Tokens tokens) {

    public TokenRequest {
        claims = Map.copyOf(claims);
    }

    /** The outcome of a command line. */
    public sealed interface Asked {

        /** Make a token. */
        record Make(TokenRequest request) implements Asked {}

        /** Print a text and exit successfully. */
        record Print(String text) implements Asked {}

        /**
         * The options are invalid.
         *
         * @param errors what is wrong, one sentence each
         */
        record Invalid(List<String> errors) implements Asked {}
    }
}

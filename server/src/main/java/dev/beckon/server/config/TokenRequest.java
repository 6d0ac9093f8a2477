package dev.beckon.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An access token that somebody wants for trying out.
 *
 * @param claims what it is to say, without its times
 * @param expiresIn how long it is to be good for
 * @param signingKey PEM file with a private key; null to sign with the server's secret
 * @param keyId its {@code kid}; null for none
 * @param tokens the server's settings: its secret, issuer and audience
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

    /** What a command line asks for. */
    public sealed interface Asked {

        /** Make a token. */
        record Make(TokenRequest request) implements Asked {}

        /** Print a text and end well. */
        record Print(String text) implements Asked {}

        /**
         * Nothing can be done.
         *
         * @param errors what is wrong, one sentence each
         */
        record Invalid(List<String> errors) implements Asked {}
    }
}

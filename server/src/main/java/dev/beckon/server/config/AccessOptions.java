package dev.beckon.server.config;

import dev.beckon.server.config.ServerConfig.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Access control. With at least one key, every client needs an access token. */
final class AccessOptions {

    static final String SECRET = "--token-secret";

    @Option(
            names = SECRET,
            paramLabel = "SECRET",
            converter = AccessConverters.SecretText.class,
            description =
                    "Secret of at least 32 bytes that signs access tokens by HS256. Other users of the machine can read a "
                            + "command line: prefer BECKON_TOKEN_SECRET or --token-secret-file [none]")
    @Nullable
    Secret secret;

    @Option(
            names = "--token-secret-file",
            paramLabel = "FILE",
            converter = AccessConverters.GivenFile.class,
            description = "File with such secrets, one per line: both the old and the new one during a change [none]")
    @Nullable
    Path secretFile;

    @Option(
            names = "--token-key",
            paramLabel = "FILE",
            arity = "1",
            converter = AccessConverters.GivenFile.class,
            description =
                    "PEM file with the public keys that verify access tokens: RSA for RS256, P-256 for ES256, Ed25519 "
                            + "for EdDSA. May be repeated [none]")
    List<Path> keyFiles = List.of();

    @Option(
            names = "--token-jwks-file",
            paramLabel = "FILE",
            converter = AccessConverters.GivenFile.class,
            description = "File with a JWK set of such keys; may contain HS256 secrets too [none]")
    @Nullable
    Path jwksFile;

    @Option(
            names = "--token-jwks-url",
            paramLabel = "URL",
            converter = AccessConverters.KeyServerAddress.class,
            description =
                    "Address of a JWK set of public keys, https. Fetched every 5 minutes, and when a token has an unknown "
                            + "key; while it is unavailable, the known keys stay in use [none]")
    @Nullable
    URI jwksUrl;

    @Option(
            names = "--token-issuer",
            paramLabel = "ISSUER",
            converter = AccessConverters.Text.class,
            description = "Required value of the claim iss [any]")
    @Nullable
    String issuer;

    @Option(
            names = "--token-audience",
            paramLabel = "AUDIENCE",
            arity = "1",
            converter = AccessConverters.Text.class,
            description = "The claim aud must contain this value. May be repeated: one match is enough [any]")
    List<String> audiences = List.of();

    @Option(
            names = "--token-leeway",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = Converters.Time.class,
            description = "Tolerated clock difference to the issuer [${DEFAULT-VALUE}]")
    Duration leeway = Duration.ZERO;

    @Option(
            names = "--token-grace",
            paramLabel = "TIME",
            defaultValue = "30s",
            converter = Converters.Time.class,
            description =
                    "How long a session continues after its token has expired without a newer one [${DEFAULT-VALUE}]")
    Duration grace = Duration.ZERO;

    @Option(
            names = "--token-reload",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = Converters.Time.class,
            description =
                    "How often key files are checked; a change takes effect when two checks in a row read the same"
                            + " [${DEFAULT-VALUE}]")
    Duration reload = Duration.ZERO;

    ServerConfig.Tokens toTokens() {
        return new ServerConfig.Tokens(
                new ServerConfig.TokenKeys(secret, secretFile, keyFiles, jwksFile, jwksUrl),
                issuer,
                audiences,
                leeway,
                grace,
                reload);
    }
}

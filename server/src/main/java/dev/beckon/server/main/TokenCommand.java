package dev.beckon.server.main;

import dev.beckon.server.auth.KeyException;
import dev.beckon.server.auth.TokenMaker;
import dev.beckon.server.config.TokenOptions;
import dev.beckon.server.config.TokenRequest;
import dev.beckon.server.config.TokenRequest.Asked;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code beckon token}: prints the token to stdout, for use by a shell, and usage advice to stderr. */
final class TokenCommand {

    private static final String NO_KEY = "no key to sign with. Give the server's secret by BECKON_TOKEN_SECRET,"
            + " --token-secret-file or --config, or a private key by --signing-key."
            + " A new secret: head -c 32 /dev/urandom | base64";

    private TokenCommand() {}

    /**
     * Runs the command.
     *
     * @return its exit code
     */
    static int run(List<String> arguments, Map<String, String> environment) {
        return switch (TokenOptions.parse(arguments, environment)) {
            case Asked.Print(String text) -> {
                System.out.print(text);
                yield Main.ENDED;
            }
            case Asked.Invalid(List<String> errors) -> fail(errors);
            case Asked.Make(TokenRequest request) -> make(request);
        };
    }

    private static int make(TokenRequest request) {
        try {
            TokenMaker maker = maker(request);
            if (maker == null) {
                return fail(List.of(NO_KEY));
            }
            System.out.println(maker.make(request.keyId(), timed(request)));
        } catch (StartException useless) {
            return fail(List.of(String.valueOf(useless.getMessage())));
        } catch (KeyException useless) {
            return fail(List.of("the key to sign with is " + useless.getMessage()));
        }
        Object subject = request.claims().get("sub");
        System.err.println("A token of '" + subject + "'. To use it, keep it in TOKEN and call, against ./run:");
        System.err.println("  grpcurl -plaintext -H \"authorization: Bearer $TOKEN\" -d '{\"hello\":{\"peer_id\":\""
                + subject + "\"}}' localhost:50051 beckon.v1.Signaling/Connect");
        return Main.ENDED;
    }

    private static @Nullable TokenMaker maker(TokenRequest request) throws StartException, KeyException {
        Path signingKey = request.signingKey();
        if (signingKey != null) {
            return KeyFiles.read("--signing-key", signingKey, TokenMaker::ofPem);
        }
        byte[] secret = KeyFiles.secret(request.tokens().keys());
        return secret == null ? null : TokenMaker.ofSecret(secret);
    }

    private static Map<String, Object> timed(TokenRequest request) {
        Instant now = Instant.now();
        Map<String, Object> claims = new HashMap<>(request.claims());
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(request.expiresIn()).getEpochSecond());
        return claims;
    }

    private static int fail(List<String> errors) {
        errors.forEach(error -> System.err.println("error: " + error));
        System.err.println("No token was made. --help explains the options.");
        return Main.WRONG_SETTINGS;
    }
}

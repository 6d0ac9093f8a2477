package dev.beckon.server.config;

import dev.beckon.server.config.ConfigLoader.Loaded;
import dev.beckon.server.config.TokenRequest.Asked;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of {@code beckon token}. Secret, issuer and audience come from the server's settings. */
@Command(
        name = "beckon token",
        customSynopsis = "beckon token --sub=SUBJECT [OPTION]...",
        description = {
            "Creates an access token for trials and prints it. It is signed with the secret that the server's settings "
                    + "name (BECKON_TOKEN_SECRET, --token-secret-file, or in the config file), or with a private key."
        },
        sortOptions = false,
        footer = {
            "%nLists are separated by commas; an id that ends with * matches all ids with that prefix.",
            "%nFor example: TOKEN=$(beckon token --sub=alice --rooms=lobby,team/*)"
        })
public final class TokenOptions {

    @Option(
            names = "--sub",
            required = true,
            paramLabel = "SUBJECT",
            converter = AccessConverters.Text.class,
            description = "Who it is for: may take the peer ids SUBJECT and SUBJECT/...")
    String subject = "";

    @Option(names = "--peer-ids", paramLabel = "IDS", description = "The peer ids that it may take instead")
    @Nullable
    String peerIds;

    @Option(names = "--rooms", paramLabel = "IDS", description = "The rooms that it may join [all]")
    @Nullable
    String rooms;

    @Option(names = "--signal-to", paramLabel = "IDS", description = "The peers that it may signal to [all]")
    @Nullable
    String signalTo;

    @Option(
            names = "--watch",
            paramLabel = "IDS",
            description = "The peers whose presence it may watch [those that it may signal to]")
    @Nullable
    String watch;

    @Option(names = "--no-publish", description = "It may not publish tracks")
    boolean noPublish;

    @Option(names = "--moderate", description = "It may moderate its rooms")
    boolean moderate;

    @Option(names = "--admin", description = "It may call the Admin service")
    boolean admin;

    @Option(
            names = "--expires-in",
            paramLabel = "TIME",
            defaultValue = "1h",
            converter = Converters.Time.class,
            description = "Its lifetime [${DEFAULT-VALUE}]")
    Duration expiresIn = Duration.ZERO;

    @Option(
            names = "--token-id",
            paramLabel = "ID",
            converter = AccessConverters.Text.class,
            description = "Its id (jti), by which it can be revoked [none]")
    @Nullable
    String tokenId;

    @Option(
            names = "--signing-key",
            paramLabel = "FILE",
            converter = AccessConverters.GivenFile.class,
            description = "PEM file with a private key, PKCS #8: RSA, P-256 or Ed25519 [the server's secret]")
    @Nullable
    Path signingKey;

    @Option(
            names = "--key-id",
            paramLabel = "ID",
            converter = AccessConverters.Text.class,
            description = "The kid of that key [none]")
    @Nullable
    String keyId;

    @Option(
            names = "--token-secret-file",
            paramLabel = "FILE",
            description = "As for the server: file with the secret [none]")
    @Nullable
    String secretFile;

    @Option(names = "--config", paramLabel = "FILE", description = "The server's config file [none]")
    @Nullable
    String config;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Print this help and exit.")
    boolean help;

    private TokenOptions() {}

    /**
     * Parses a command line, without the word "token", together with the server's settings.
     *
     * @param environment as for the server
     */
    public static Asked parse(List<String> arguments, Map<String, String> environment) {
        TokenOptions options = new TokenOptions();
        CommandLine commandLine = new CommandLine(options).setExpandAtFiles(false);
        try {
            commandLine.parseArgs(arguments.toArray(String[]::new));
        } catch (ParameterException wrong) {
            return new Asked.Invalid(List.of(String.valueOf(wrong.getMessage())));
        }
        if (options.help) {
            return new Asked.Print(commandLine.getUsageMessage());
        }
        return switch (ConfigLoader.load(options.serverOptions(), environment)) {
            case Loaded.Run run -> new Asked.Make(options.toRequest(run.config().tokens()));
            case Loaded.Invalid(List<String> errors) -> new Asked.Invalid(errors);
            case Loaded.Print(String text) -> new Asked.Print(text);
        };
    }

    private List<String> serverOptions() {
        List<String> options = new ArrayList<>();
        if (config != null) {
            options.add("--config=" + config);
        }
        if (secretFile != null) {
            options.add("--token-secret-file=" + secretFile);
        }
        return options;
    }

    private TokenRequest toRequest(ServerConfig.Tokens tokens) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("sub", subject);
        putList(claims, "peer_ids", peerIds);
        putList(claims, "rooms", rooms);
        putList(claims, "signal_to", signalTo);
        putList(claims, "watch", watch);
        if (noPublish) {
            claims.put("publish", false);
        }
        if (moderate) {
            claims.put("moderate", true);
        }
        if (admin) {
            claims.put("admin", true);
        }
        if (tokenId != null) {
            claims.put("jti", tokenId);
        }
        if (tokens.issuer() != null) {
            claims.put("iss", tokens.issuer());
        }
        if (!tokens.audiences().isEmpty()) {
            claims.put("aud", tokens.audiences().getFirst());
        }
        return new TokenRequest(claims, expiresIn, signingKey, keyId, tokens);
    }

    private static void putList(Map<String, Object> claims, String name, @Nullable String ids) {
        if (ids != null) {
            claims.put(name, ids.isEmpty() ? List.of() : List.of(ids.split(",")));
        }
    }
}

package dev.beckon.server.main;

import dev.beckon.server.auth.HttpKeyServer;
import dev.beckon.server.auth.JwtRules;
import dev.beckon.server.auth.JwtVerifier;
import dev.beckon.server.auth.KeyException;
import dev.beckon.server.auth.Keys;
import dev.beckon.server.auth.OpenVerifier;
import dev.beckon.server.auth.RemoteKeys;
import dev.beckon.server.auth.Revocations;
import dev.beckon.server.auth.VerificationKey;
import dev.beckon.server.config.ServerConfig;
import dev.beckon.server.config.ServerConfig.TokenKeys;
import dev.beckon.server.core.port.Scheduler;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Access tokens: what they are checked against, and the keys that are fetched from elsewhere. */
final class AccessWiring {

    private AccessWiring() {}

    /**
     * Reads the keys, and begins to fetch those at an address.
     *
     * @param closing gets what must be ended
     */
    static AccessControl start(ServerConfig.Tokens config, Scheduler scheduler, Closing closing) throws StartException {
        InstantSource clock = InstantSource.system();
        Revocations revocations = new Revocations(clock);
        TokenKeys keys = config.keys();
        if (keys.isEmpty()) {
            return new AccessControl(new OpenVerifier(), revocations, false, config.grace());
        }
        JwtRules rules = new JwtRules(config.issuer(), config.audiences(), config.leeway());
        List<VerificationKey> local = localKeys(keys);
        RemoteKeys remote = keys.jwksUrl() == null ? null : fetch(keys.jwksUrl(), scheduler, closing);
        return new AccessControl(
                new JwtVerifier(local, remote, rules, revocations, clock), revocations, true, config.grace());
    }

    private static List<VerificationKey> localKeys(TokenKeys from) throws StartException {
        List<VerificationKey> keys = new ArrayList<>();
        if (from.secret() != null) {
            keys.add(ofSecret("--token-secret", KeyFiles.bytes(from.secret().value())));
        }
        if (from.secretFile() != null) {
            keys.add(ofSecret("--token-secret-file: " + from.secretFile(), KeyFiles.secret(from.secretFile())));
        }
        for (Path file : from.keyFiles()) {
            keys.addAll(KeyFiles.read("--token-key", file, Keys::ofPem));
        }
        @Nullable Path jwksFile = from.jwksFile();
        if (jwksFile != null) {
            keys.addAll(KeyFiles.read("--token-jwks-file", jwksFile, json -> Keys.ofJwks(json, true)));
        }
        return keys;
    }

    private static VerificationKey ofSecret(String from, byte[] secret) throws StartException {
        try {
            return Keys.ofSecret(secret);
        } catch (KeyException unusable) {
            throw new StartException(from + ": " + unusable.getMessage(), unusable);
        }
    }

    private static RemoteKeys fetch(URI address, Scheduler scheduler, Closing closing) {
        HttpKeyServer server = new HttpKeyServer(address);
        closing.add("key server", server);
        RemoteKeys keys = new RemoteKeys(server, scheduler);
        closing.add("keys", keys);
        keys.start();
        return keys;
    }
}

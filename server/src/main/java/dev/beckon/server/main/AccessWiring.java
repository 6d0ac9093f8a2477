package dev.beckon.server.main;

import dev.beckon.server.auth.JwtRules;
import dev.beckon.server.auth.JwtVerifier;
import dev.beckon.server.auth.KeyException;
import dev.beckon.server.auth.Keys;
import dev.beckon.server.auth.LocalKeys;
import dev.beckon.server.auth.OpenVerifier;
import dev.beckon.server.auth.RemoteKeys;
import dev.beckon.server.auth.Revocations;
import dev.beckon.server.auth.VerificationKey;
import dev.beckon.server.config.ServerConfig;
import dev.beckon.server.config.ServerConfig.Secret;
import dev.beckon.server.config.ServerConfig.TokenKeys;
import dev.beckon.server.core.port.Scheduler;
import dev.beckon.server.observability.Metrics;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Creates token verification from settings, files and a key server. */
final class AccessWiring {

    private AccessWiring() {}

    /**
     * Reads the keys and starts to fetch those at an address.
     *
     * @param closing receives what must be closed
     */
    static AccessControl start(ServerConfig.Tokens config, Scheduler scheduler, Metrics metrics, Closing closing)
            throws StartException {
        InstantSource clock = InstantSource.system();
        Revocations revocations = new Revocations(clock);
        TokenKeys keys = config.keys();
        if (keys.isEmpty()) {
            return new AccessControl(new OpenVerifier(), revocations, false, config.grace());
        }
        JwtRules rules = new JwtRules(config.issuer(), config.audiences(), config.leeway());
        LocalKeys local = localKeys(keys);
        closing.add("key files", local);
        local.watch(config.reload());
        RemoteKeys remote = keys.jwksUrl() == null ? null : fetch(keys.jwksUrl(), scheduler, metrics, closing);
        return new AccessControl(
                new JwtVerifier(local, remote, rules, revocations, clock), revocations, true, config.grace());
    }

    private static LocalKeys localKeys(TokenKeys from) throws StartException {
        LocalKeys keys = new LocalKeys(from.secret() == null ? List.of() : List.of(ofSecret(from.secret())));
        add(keys, "--token-secret-file", from.secretFile(), Keys::ofSecrets);
        for (Path file : from.keyFiles()) {
            add(keys, "--token-key", file, Keys::ofPem);
        }
        add(keys, "--token-jwks-file", from.jwksFile(), Keys::ofJwks);
        return keys;
    }

    private static void add(LocalKeys keys, String option, @Nullable Path file, LocalKeys.Reading reading)
            throws StartException {
        if (file == null) {
            return;
        }
        try {
            keys.add(file, reading);
        } catch (IOException useless) {
            throw new StartException(option + ": " + useless.getMessage(), useless);
        }
    }

    private static VerificationKey ofSecret(Secret secret) throws StartException {
        try {
            return Keys.ofSecret(KeyFiles.bytes(secret.value()));
        } catch (KeyException unusable) {
            throw new StartException("--token-secret: " + unusable.getMessage(), unusable);
        }
    }

    private static RemoteKeys fetch(URI address, Scheduler scheduler, Metrics metrics, Closing closing) {
        RemoteKeys keys = new RemoteKeys(address, scheduler);
        closing.add("keys", keys);
        metrics.keyFetches(keys::fetches, keys::failures);
        keys.start();
        return keys;
    }
}

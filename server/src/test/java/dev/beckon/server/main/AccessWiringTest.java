package dev.beckon.server.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.beckon.server.auth.TokenMaker;
import dev.beckon.server.config.ServerConfig.Secret;
import dev.beckon.server.config.ServerConfig.TokenKeys;
import dev.beckon.server.config.ServerConfig.Tokens;
import dev.beckon.server.core.peer.Access;
import dev.beckon.server.core.port.TokenVerifier.Verdict;
import dev.beckon.server.observability.Metrics;
import dev.beckon.server.testing.FakeScheduler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessWiringTest {

    private static final String OLD = "the old secret, which has more than 32 bytes";
    private static final String NEW = "the new secret, which has more than 32 bytes";

    @AutoClose
    private final Metrics metrics = new Metrics();

    private final Path file;

    AccessWiringTest(@TempDir Path folder) {
        this.file = folder.resolve("key");
    }

    @Test
    void withoutKeys_everyoneMayDoEverything() throws Exception {
        AccessControl access = start(new TokenKeys(null, null, List.of(), null, null));

        assertThat(access.asksForTokens()).isFalse();
        assertThat(verdict(access, null)).isEqualTo(new Verdict.Valid(Access.OPEN));
    }

    @Test
    void theSecretOfTheSettingsAndThatOfTheFile_bothCount() throws Exception {
        Files.writeString(file, OLD + "\n");

        AccessControl access = start(new TokenKeys(new Secret(NEW), file, List.of(), null, null));

        assertThat(access.asksForTokens()).isTrue();
        assertThat(access.grace()).isEqualTo(Duration.ofSeconds(2));
        for (String secret : List.of(OLD, NEW)) {
            String token = TokenMaker.ofSecret(KeyFiles.bytes(secret)).make(null, Map.of("sub", "alice"));
            assertThat(verdict(access, token)).isInstanceOf(Verdict.Valid.class);
        }
        assertThat(verdict(access, null)).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void aRevokedToken_isRefusedByTheVerifier() throws Exception {
        AccessControl access = start(new TokenKeys(new Secret(NEW), null, List.of(), null, null));
        String token = TokenMaker.ofSecret(KeyFiles.bytes(NEW)).make(null, Map.of("sub", "alice", "jti", "t1"));

        access.revocations().revokeToken("t1", Duration.ofHours(1));

        assertThat(verdict(access, token)).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void aFileThatIsOfNoUse_isToldWithItsOption() throws Exception {
        Files.writeString(file, "hush");

        assertRefused(
                new TokenKeys(null, file, List.of(), null, null), "--token-secret-file: " + file + ": a secret of 4");
        assertRefused(new TokenKeys(null, null, List.of(file), null, null), "--token-key: " + file + ": no PEM");
        assertRefused(new TokenKeys(null, null, List.of(), file, null), "--token-jwks-file: " + file + ": no JWK set");
        Files.write(file, new byte[] {(byte) 0xff, 1});
        assertRefused(new TokenKeys(null, null, List.of(file), null, null), "--token-key: " + file + ": no text");
    }

    private void assertRefused(TokenKeys keys, String message) {
        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> start(keys))
                .withMessageContaining(message)
                .withMessageNotContaining("hush");
    }

    private static Verdict verdict(AccessControl access, @Nullable String token) {
        return access.verifier().verify(token).toCompletableFuture().join();
    }

    private AccessControl start(TokenKeys keys) throws StartException {
        Tokens tokens =
                new Tokens(keys, null, List.of(), Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofHours(1));
        return AccessWiring.start(tokens, new FakeScheduler(), metrics, new Closing());
    }
}

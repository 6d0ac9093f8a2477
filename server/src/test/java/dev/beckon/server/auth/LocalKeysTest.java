package dev.beckon.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.beckon.server.core.port.TokenVerifier.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys in files that are changed while the server runs. The test itself looks at them in place of the thread. */
class LocalKeysTest {

    private static final String OLD = "the old secret, which has more than 32 bytes";
    private static final String NEW = "the new secret, which has more than 32 bytes";

    @AutoClose
    private final LocalKeys keys = new LocalKeys(List.of());

    private final Path file;

    LocalKeysTest(@TempDir Path folder) {
        this.file = folder.resolve("keys");
    }

    @Test
    void secrets_areChanged_withBothInUseMeanwhile() throws Exception {
        Files.writeString(file, OLD + "\n");
        keys.add(file, Keys::ofSecrets);

        Files.writeString(file, NEW + "\n" + OLD + "\n");
        lookTwice();
        assertThat(isGood(OLD)).isTrue();
        assertThat(isGood(NEW)).isTrue();

        Files.writeString(file, NEW + "\n");
        lookTwice();
        assertThat(isGood(OLD)).isFalse();
        assertThat(isGood(NEW)).isTrue();
    }

    @Test
    void aFileThatIsBeingWritten_isNotTakenOver_howeverWholeItLooks() throws Exception {
        Files.writeString(file, OLD);
        keys.add(file, Keys::ofSecrets);

        Files.writeString(file, NEW.substring(0, 40));
        keys.look();
        assertThat(isGood(OLD)).isTrue();
        Files.writeString(file, NEW);
        keys.look();
        assertThat(isGood(OLD)).isTrue();
        keys.look();
        assertThat(isGood(NEW)).isTrue();
        assertThat(isGood(OLD)).isFalse();
    }

    @Test
    void contentsThatAreOfNoUse_changeNothing_norDoesAFileThatIsGone() throws Exception {
        KeyPair old = KeyPairs.p256();
        KeyPair fresh = KeyPairs.ed25519();
        Files.writeString(file, KeyPairs.publicPem(old));
        keys.add(file, Keys::ofPem);

        for (String useless : List.of("", "hush", KeyPairs.publicPem(fresh).substring(0, 60))) {
            Files.writeString(file, useless);
            lookTwice();
            assertThat(isGood(old)).isTrue();
        }
        Files.write(file, new byte[] {(byte) 0xff, 1});
        lookTwice();
        assertThat(isGood(old)).isTrue();
        Files.delete(file);
        lookTwice();
        assertThat(isGood(old)).isTrue();

        Files.writeString(file, KeyPairs.publicPem(old) + KeyPairs.publicPem(fresh));
        lookTwice();
        assertThat(isGood(old)).isTrue();
        assertThat(isGood(fresh)).isTrue();
    }

    @Test
    void aJwkSet_isReplacedByAnotherFile() throws Exception {
        Files.writeString(file, set("old", OLD));
        keys.add(file, Keys::ofJwks);
        Path next = Files.writeString(file.resolveSibling("next"), set("new", NEW));

        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        lookTwice();

        assertThat(isGood(OLD)).isFalse();
        assertThat(isGood(NEW)).isTrue();
    }

    @Test
    void oneFileOfNoUse_keepsNoOtherFromBeingTakenOver() throws Exception {
        Path other = file.resolveSibling("other");
        Files.writeString(other, OLD);
        Files.writeString(file, OLD);
        keys.add(other, Keys::ofSecrets);
        keys.add(file, Keys::ofSecrets);

        Files.writeString(other, "hush");
        Files.writeString(file, NEW);
        lookTwice();

        assertThat(isGood(OLD)).as("still by the other file").isTrue();
        assertThat(isGood(NEW)).isTrue();
    }

    @Test
    void aFileThatIsOfNoUseAtTheStart_isToldByItsName() throws Exception {
        Files.writeString(file, "hush");

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> keys.add(file, Keys::ofSecrets))
                .withMessageContaining(file.toString())
                .withMessageNotContaining("hush");
    }

    private void lookTwice() {
        keys.look();
        keys.look();
    }

    private boolean isGood(String secret) throws Exception {
        return isGood(TokenMaker.ofSecret(secret.getBytes(StandardCharsets.UTF_8)));
    }

    private boolean isGood(KeyPair pair) throws Exception {
        return isGood(TokenMaker.ofPem(KeyPairs.privatePem(pair)));
    }

    private boolean isGood(TokenMaker signer) throws Exception {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        JwtVerifier verifier = new JwtVerifier(
                keys, null, new JwtRules(null, List.of(), Duration.ZERO), new Revocations(() -> now), () -> now);
        return verifier.verify(signer.make(null, Map.of("sub", "alice")))
                        .toCompletableFuture()
                        .join()
                instanceof Verdict.Valid;
    }

    private static String set(String keyId, String secret) {
        return "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"" + keyId + "\",\"k\":\""
                + com.nimbusds.jose.util.Base64URL.encode(secret) + "\"}]}";
    }
}

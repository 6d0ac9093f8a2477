package dev.beckon.server.main;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.beckon.server.auth.JwtRules;
import dev.beckon.server.auth.JwtVerifier;
import dev.beckon.server.auth.Keys;
import dev.beckon.server.auth.LocalKeys;
import dev.beckon.server.auth.Revocations;
import dev.beckon.server.auth.VerificationKey;
import dev.beckon.server.core.port.TokenVerifier.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command as somebody calls it: in a process of its own. */
@Timeout(60)
class TokenCommandTest {

    private static final String SECRET = "a secret for the test, of more than 32 bytes";

    private final Path folder;
    private final Path file;

    TokenCommandTest(@TempDir Path folder) {
        this.folder = folder;
        this.file = folder.resolve("key");
    }

    @Test
    void aToken_isAllThatIsOnStdout_andTheServerTakesIt() throws Exception {
        Files.writeString(file, SECRET + "\n");
        Path config = Files.write(
                folder.resolve("beckon.properties"),
                List.of("token-secret-file=" + file, "token-issuer=me", "token-audience=beckon"));

        String token = made(
                "--config=" + config,
                "--sub=alice",
                "--rooms=lobby,team/*",
                "--peer-ids=alice",
                "--signal-to=",
                "--watch=bob,team/*",
                "--no-publish",
                "--admin",
                "--token-id=t1",
                "--expires-in=10m");

        JWTClaimsSet claims = SignedJWT.parse(token).getJWTClaimsSet();
        assertThat(claims.getClaims())
                .containsEntry("sub", "alice")
                .containsEntry("rooms", List.of("lobby", "team/*"))
                .containsEntry("peer_ids", List.of("alice"))
                .containsEntry("signal_to", List.of())
                .containsEntry("watch", List.of("bob", "team/*"))
                .containsEntry("publish", false)
                .containsEntry("admin", true)
                .containsEntry("jti", "t1")
                .doesNotContainKey("moderate");
        assertThat(claims.getExpirationTime())
                .isEqualTo(Date.from(claims.getIssueTime().toInstant().plus(Duration.ofMinutes(10))));
        assertThat(verdict(List.of(Keys.ofSecret(KeyFiles.bytes(SECRET))), token))
                .isInstanceOf(Verdict.Valid.class);
    }

    @Test
    void aPrivateKey_signsToo() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Files.writeString(file, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));

        String token = made("--sub=alice", "--signing-key=" + file, "--key-id=k1");

        assertThat(SignedJWT.parse(token).getHeader().getKeyID()).isEqualTo("k1");
        assertThat(Keys.ofPem(pem("PUBLIC KEY", pair.getPublic().getEncoded())))
                .anySatisfy(key -> assertThat(SignedJWT.parse(token).verify(key.verifier()))
                        .isTrue());
    }

    @Test
    void withoutAKey_itTellsHowToGiveOne() throws Exception {
        try (RunningServer command = RunningServer.launch(folder, "token", "--sub=alice")) {
            assertThat(command.exitCode()).isEqualTo(2);
            assertThat(command.errors()).contains("no key to sign with").contains("BECKON_TOKEN_SECRET");
            assertThat(command.output()).isEmpty();
        }
    }

    @Test
    void withoutASubject_itSaysSo() throws Exception {
        try (RunningServer command = RunningServer.launch(folder, "token", "--expires-in=5")) {
            assertThat(command.exitCode()).isEqualTo(2);
            assertThat(command.errors()).contains("error: ").contains("--expires-in");
        }
    }

    private String made(String... options) throws Exception {
        String[] arguments = new String[options.length + 1];
        arguments[0] = "token";
        System.arraycopy(options, 0, arguments, 1, options.length);
        try (RunningServer command = RunningServer.launch(folder, arguments)) {
            assertThat(command.exitCode()).as(command.errors()).isZero();
            assertThat(command.errors()).contains("grpcurl").contains("alice");
            assertThat(command.output().lines()).hasSize(1);
            return command.output().strip();
        }
    }

    private static Verdict verdict(List<VerificationKey> keys, String token) {
        InstantSource clock = InstantSource.system();
        JwtRules rules = new JwtRules("me", List.of("beckon"), Duration.ZERO);
        return new JwtVerifier(new LocalKeys(keys), null, rules, new Revocations(clock), clock)
                .verify(token)
                .toCompletableFuture()
                .join();
    }

    private static String pem(String label, byte[] content) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END "
                + label + "-----\n";
    }
}

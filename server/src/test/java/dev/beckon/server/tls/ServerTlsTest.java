package dev.beckon.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.beckon.server.files.WatchedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read and what is refused; handshakes are dev.beckon.server.main.TlsTest's. */
class ServerTlsTest {

    private final Path folder;
    private final Path certificate;
    private final Path key;

    ServerTlsTest(@TempDir Path folder) {
        this.folder = folder;
        this.certificate = folder.resolve(SelfSigned.CERTIFICATE);
        this.key = folder.resolve(SelfSigned.KEY);
    }

    @BeforeEach
    void create() throws IOException {
        SelfSigned.ensure(folder, List.of("localhost", "127.0.0.1", "::1"));
    }

    @Test
    void whatSelfSignedMakes_isOfUse() throws IOException {
        try (ServerTls tls = ServerTls.load(certificate, key, InstantSource.system())) {
            String alias = tls.identity().chooseServerAlias("EC", null, null);
            assertThat(tls.identity().getCertificateChain(alias)).hasSize(1);
            assertThat(tls.clientsOf(certificate).getAcceptedIssuers()).hasSize(1);
        }
    }

    @Test
    void aCertificateThatIsStillGood_isKept_andItsKeyIsPrivate() throws IOException {
        byte[] before = Files.readAllBytes(certificate);

        assertThat(SelfSigned.ensure(folder, List.of("localhost", "::1"))).isFalse();
        assertThat(certificate).hasBinaryContent(before);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");

        assertThat(SelfSigned.ensure(folder, List.of("localhost", "other.example")))
                .isTrue();
        Files.writeString(key, "damaged");
        assertThat(SelfSigned.ensure(folder, List.of("localhost"))).isTrue();
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(certificate, key);
        }
    }

    @Test
    void filesOfNoUse_areToldInWords() throws IOException {
        Path other = folder.resolve("other");
        SelfSigned.ensure(other, List.of("localhost"));
        Path garbage = Files.writeString(folder.resolve("garbage.pem"), "hush");
        Path broken = Files.writeString(
                folder.resolve("broken.pem"), "-----BEGIN PRIVATE KEY-----\nhush\n-----END PRIVATE KEY-----\n");
        Path cut = Files.writeString(folder.resolve("cut.pem"), "-----BEGIN CERTIFICATE-----\nhush\n");

        assertRefused(folder.resolve("absent.pem"), key, "absent.pem: it is not there");
        assertRefused(folder, key, "cannot be read");
        assertRefused(garbage, key, "garbage.pem: no certificates (expected: PEM");
        assertRefused(cut, key, "cut.pem: no certificates (expected: PEM");
        assertRefused(key, key, "key.pem: no certificates (expected: PEM");
        assertRefused(certificate, garbage, "garbage.pem: no private key (expected: PEM");
        assertRefused(certificate, broken, "broken.pem: a private key that cannot be used");
        assertRefused(certificate, certificate, "cert.pem: no private key");
        assertRefused(certificate, other.resolve(SelfSigned.KEY), "not the key of the first certificate in");
        try (ServerTls tls = ServerTls.load(certificate, key, InstantSource.system())) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> tls.clientsOf(garbage))
                    .withMessageContaining("garbage.pem: no certificates");
        }
    }

    @Test
    void aChange_isTakenOverWhole_andOneOfNoUseIsToldOnce() throws IOException {
        Path next = folder.resolve("next");
        SelfSigned.ensure(next, List.of("localhost"));
        int[] uses = {0};
        WatchedFiles files = new WatchedFiles(List.of(certificate, key), contents -> {
            uses[0]++;
            if (!Certificates.belongTogether(
                    Certificates.read(certificate, contents.getFirst())[0],
                    Certificates.readKey(key, contents.getLast()))) {
                throw new TlsException("they do not belong together");
            }
        });
        assertThat(files.refresh()).isTrue();
        assertThat(files.refresh()).isFalse();

        Files.copy(next.resolve(SelfSigned.CERTIFICATE), certificate, StandardCopyOption.REPLACE_EXISTING);
        assertThatExceptionOfType(IOException.class).isThrownBy(files::refresh);
        assertThat(files.refresh()).isFalse();
        Files.copy(next.resolve(SelfSigned.KEY), key, StandardCopyOption.REPLACE_EXISTING);
        assertThat(files.refresh()).isTrue();

        assertThat(uses[0]).isEqualTo(3);
    }

    private static void assertRefused(Path certificate, Path key, String message) {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> ServerTls.load(certificate, key, InstantSource.system()))
                .withMessageContaining(message)
                .withMessageNotContaining("hush");
    }
}

package dev.beckon.server.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Creates self-signed certificates for trials, with the JDK's keytool. */
public final class SelfSigned {

    /** File names within the folder. */
    public static final String CERTIFICATE = "cert.pem";

    public static final String KEY = "key.pem";

    private static final Duration REST_OF_LIFE = Duration.ofDays(7);
    private static final int DAYS = 397;
    private static final int KEYTOOL_SECONDS = 60;
    private static final String ALIAS = "beckon";

    private SelfSigned() {}

    /**
     * Creates certificate and key, unless the folder has a pair for these names that is valid for another week.
     *
     * @param names host names and addresses
     * @return whether they are new
     */
    public static boolean ensure(Path folder, List<String> names) throws IOException {
        Files.createDirectories(folder);
        if (isStillGood(folder, names)) {
            return false;
        }
        Path store = folder.resolve("new.p12");
        String password = UUID.randomUUID().toString();
        Files.deleteIfExists(store);
        try {
            keytool(store, password, names);
            KeyStore keys = KeyStore.getInstance(store.toFile(), password.toCharArray());
            writePrivately(
                    folder.resolve(KEY),
                    pem(
                            "PRIVATE KEY",
                            keys.getKey(ALIAS, password.toCharArray()).getEncoded()));
            write(
                    folder.resolve(CERTIFICATE),
                    pem("CERTIFICATE", keys.getCertificate(ALIAS).getEncoded()));
        } catch (GeneralSecurityException impossible) {
            throw new TlsException("keytool made a key that cannot be read", impossible);
        } finally {
            Files.deleteIfExists(store);
        }
        return true;
    }

    private static boolean isStillGood(Path folder, List<String> names) throws IOException {
        Path certificate = folder.resolve(CERTIFICATE);
        Path key = folder.resolve(KEY);
        if (!Files.exists(certificate) || !Files.exists(key)) {
            return false;
        }
        try {
            X509Certificate found = Certificates.read(certificate, Files.readAllBytes(certificate))[0];
            return found.getNotAfter().toInstant().isAfter(Instant.now().plus(REST_OF_LIFE))
                    && namesOf(found).containsAll(names)
                    && Certificates.belongTogether(found, Certificates.readKey(key, Files.readAllBytes(key)));
        } catch (TlsException | GeneralSecurityException useless) {
            return false;
        }
    }

    private static Set<String> namesOf(X509Certificate certificate) throws GeneralSecurityException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        return names == null
                ? Set.of()
                : names.stream()
                        .map(name -> normal(String.valueOf(name.get(1))))
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The JDK writes the address ::1 in full. */
    private static String normal(String name) {
        return name.equals("0:0:0:0:0:0:0:1") ? "::1" : name;
    }

    private static void keytool(Path store, String password, List<String> names) throws IOException {
        String alternatives = names.stream()
                .map(name -> (name.matches("[0-9.]+|.*:.*") ? "ip:" : "dns:") + name)
                .collect(Collectors.joining(",", "san=", ""));
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-alias",
                ALIAS,
                "-dname",
                "CN=" + names.getFirst(),
                "-ext",
                alternatives,
                "-validity",
                String.valueOf(DAYS),
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass:env",
                "KEYTOOL_PASSWORD");
        run(command, password);
    }

    private static void run(List<String> command, String password) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("KEYTOOL_PASSWORD", password);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(KEYTOOL_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new TlsException("keytool failed: " + output.strip());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new TlsException("interrupted while keytool worked", interrupted);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String pem(String label, byte[] content) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + label
                + "-----\n";
    }

    /** Readable only by its owner, where the file system supports owners. */
    private static void writePrivately(Path file, String text) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(
                    unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(unfinished, text);
        Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void write(Path file, String text) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(unfinished, text);
        Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    }
}

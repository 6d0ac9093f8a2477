package dev.beckon.server.main;

import dev.beckon.server.auth.Keys;
import dev.beckon.server.config.ServerConfig.TokenKeys;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads files with keys, and says in words which one is of no use, and why. */
final class KeyFiles {

    private static final int MAX_BYTES = 1024 * 1024;

    /** Makes something of a text. */
    @FunctionalInterface
    interface Reading<T> {
        T of(String text) throws IOException;
    }

    private KeyFiles() {}

    /** The secret in the settings, or the first one in the file that they name; null if there is none. */
    static byte @Nullable [] secret(TokenKeys keys) throws StartException {
        if (keys.secret() != null) {
            return bytes(keys.secret().value());
        }
        return keys.secretFile() == null ? null : secret(keys.secretFile());
    }

    /** The first of the secrets in a file. */
    private static byte[] secret(Path file) throws StartException {
        return read("--token-secret-file", file, text -> {
            List<String> secrets = Keys.secretLines(text);
            return secrets.isEmpty() ? new byte[0] : bytes(secrets.getFirst());
        });
    }

    /**
     * Reads a file.
     *
     * @param option the setting that names it, for messages
     */
    static <T> T read(String option, Path file, Reading<T> reading) throws StartException {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IOException("it has more than " + MAX_BYTES + " bytes");
            }
            return reading.of(Files.readString(file));
        } catch (CharacterCodingException binary) {
            throw new StartException(option + ": " + file + ": no text in UTF-8", binary);
        } catch (IOException useless) {
            throw new StartException(option + ": " + file + ": " + useless.getMessage(), useless);
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

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

/** Reads key files. Errors name the file and the reason. */
final class KeyFiles {

    private static final int MAX_BYTES = 1024 * 1024;

    /** Parses the content of a file. */
    @FunctionalInterface
    interface Reading<T> {
        T of(String text) throws IOException;
    }

    private KeyFiles() {}

    /** Returns the secret in the settings, or the first one in the secret file; null if there is none. */
    static byte @Nullable [] secret(TokenKeys keys) throws StartException {
        if (keys.secret() != null) {
            return bytes(keys.secret().value());
        }
        return keys.secretFile() == null ? null : secret(keys.secretFile());
    }

    /** Returns the first secret in a file. */
    private static byte[] secret(Path file) throws StartException {
        return read("--token-secret-file", file, text -> {
            List<String> secrets = Keys.secretLines(text);
            return secrets.isEmpty() ? new byte[0] : bytes(secrets.getFirst());
        });
    }

    /**
     * Reads and parses a file.
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

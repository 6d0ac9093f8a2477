package dev.beckon.server.transport.web.files;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the files of a directory in memory, with their compressed variants. A file that has changed is read anew.
 * Callable from any thread that may block.
 */
public final class FileStore {

    /** Larger files are not kept. */
    static final int MAX_FILE_BYTES = 4 * 1024 * 1024;

    private static final long MAX_BYTES = 32L * 1024 * 1024;

    private final Path root;
    private final Cache<Path, StoredFile> files = Caffeine.newBuilder()
            .maximumWeight(MAX_BYTES)
            .weigher((Path path, StoredFile file) -> file.weight())
            .executor(Runnable::run)
            .build();

    /** Creates an empty store. */
    public FileStore(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    Path root() {
        return root;
    }

    /**
     * Returns a file; null if there is none, or if it is a directory or too large to be kept.
     *
     * @param path relative to the root, decoded; "" or one with a slash at its end is that of an index.html
     * @throws IOException if the file cannot be read
     */
    @Nullable
    StoredFile find(String path) throws IOException {
        Path file = resolve(path.isEmpty() || path.endsWith("/") ? path + "index.html" : path);
        if (file == null || !Files.isRegularFile(file)) {
            return null;
        }
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (attributes.size() > MAX_FILE_BYTES) {
            return null;
        }
        StoredFile known = files.getIfPresent(file);
        if (known != null && known.isStill(attributes)) {
            return known;
        }
        StoredFile read = StoredFile.read(file, attributes);
        files.put(file, read);
        return read;
    }

    private @Nullable Path resolve(String path) {
        try {
            Path file = root.resolve(path).normalize();
            return file.startsWith(root) ? file : null;
        } catch (InvalidPathException malformed) {
            return null;
        }
    }
}

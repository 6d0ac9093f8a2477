package dev.beckon.server.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Files that belong together, whose content is taken over when it has changed. Owned by: one thread at a time. */
final class WatchedFiles {

    private static final int MAX_BYTES = 1024 * 1024;

    /** Takes over a new content, or says what is wrong with it. */
    @FunctionalInterface
    interface Use {
        void of(List<byte[]> contents) throws IOException;
    }

    private final List<Path> files;
    private final Use use;
    private List<byte[]> seen = List.of();

    WatchedFiles(List<Path> files, Use use) {
        this.files = List.copyOf(files);
        this.use = use;
    }

    /**
     * Takes over what stands in the files if that is new. A content that is of no use is told once.
     *
     * @return whether it was new
     * @throws IOException when it is of no use; what was taken over before stays
     */
    boolean refresh() throws IOException {
        List<byte[]> contents = new ArrayList<>();
        for (Path file : files) {
            contents.add(read(file));
        }
        if (isSeen(contents)) {
            return false;
        }
        seen = contents;
        use.of(contents);
        return true;
    }

    private boolean isSeen(List<byte[]> contents) {
        if (contents.size() != seen.size()) {
            return false;
        }
        for (int i = 0; i < contents.size(); i++) {
            if (!Arrays.equals(contents.get(i), seen.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static byte[] read(Path file) throws TlsException {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new TlsException(file + ": it has more than " + MAX_BYTES + " bytes");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException absent) {
            throw new TlsException(file + ": it is not there", absent);
        } catch (TlsException told) {
            throw told;
        } catch (IOException unreadable) {
            throw new TlsException(
                    file + ": it cannot be read (" + unreadable.getClass().getSimpleName() + ")", unreadable);
        }
    }
}

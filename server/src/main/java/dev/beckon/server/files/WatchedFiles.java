package dev.beckon.server.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Files that belong together and are reloaded when their content changes. Owned by: one thread at a time. */
public final class WatchedFiles {

    private static final int MAX_BYTES = 1024 * 1024;

    /** Adopts new content, or throws if it is unusable. */
    @FunctionalInterface
    public interface Use {
        void of(List<byte[]> contents) throws IOException;
    }

    private final List<Path> files;
    private final Use use;
    private List<byte[]> used = List.of();
    private List<byte[]> latest = List.of();

    public WatchedFiles(List<Path> files, Use use) {
        this.files = List.copyOf(files);
        this.use = use;
    }

    /**
     * Adopts the content of the files if it has changed. Unusable content is reported once.
     *
     * @return whether it had changed
     * @throws IOException if the content is unusable; the previous content stays in use
     */
    public boolean refresh() throws IOException {
        latest = read();
        return take();
    }

    /**
     * Like {@link #refresh}, but adopts a change only when two polls in a row read the same: a file that is still being
     * written may look complete.
     */
    public boolean refreshWhenSettled() throws IOException {
        List<byte[]> contents = read();
        boolean isSettled = areEqual(contents, latest);
        latest = contents;
        return isSettled && take();
    }

    private boolean take() throws IOException {
        if (areEqual(latest, used)) {
            return false;
        }
        used = latest;
        use.of(latest);
        return true;
    }

    private List<byte[]> read() throws IOException {
        List<byte[]> contents = new ArrayList<>();
        for (Path file : files) {
            contents.add(read(file));
        }
        return contents;
    }

    private static boolean areEqual(List<byte[]> some, List<byte[]> others) {
        if (some.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < some.size(); i++) {
            if (!Arrays.equals(some.get(i), others.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static byte[] read(Path file) throws IOException {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new UnusableFileException(file + ": it has more than " + MAX_BYTES + " bytes");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException absent) {
            throw new UnusableFileException(file + ": it is not there", absent);
        } catch (UnusableFileException told) {
            throw told;
        } catch (IOException unreadable) {
            throw new UnusableFileException(
                    file + ": it cannot be read (" + unreadable.getClass().getSimpleName() + ")", unreadable);
        }
    }
}

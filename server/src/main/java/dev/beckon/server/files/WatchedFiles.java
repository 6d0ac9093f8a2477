package dev.beckon.server.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Files that belong together, whose content is taken over when it has changed. Owned by: one thread at a time. */
public final class WatchedFiles {

    private static final int MAX_BYTES = 1024 * 1024;

    /** Takes over a new content, or says what is wrong with it. */
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
     * Takes over what stands in the files if that is new. A content that is of no use is told once.
     *
     * @return whether it was new
     * @throws IOException when it is of no use; what was taken over before stays
     */
    public boolean refresh() throws IOException {
        latest = read();
        return take();
    }

    /**
     * The same, for contents that may look whole while somebody is still writing them: what is new is taken over when the
     * next look finds it unchanged.
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

package dev.beckon.server.auth;

import dev.beckon.server.files.WatchedFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys from settings and files. A thread of its own polls the files; new content takes effect when two polls in a
 * row read the same, so that half-written files do no harm. Unusable content is logged, and the previous keys stay in
 * use. {@link #current} is callable from any thread, the other methods only from the thread that starts the server.
 */
public final class LocalKeys implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("beckon.access");

    /** Parses the content of a file. */
    @FunctionalInterface
    public interface Reading {
        List<VerificationKey> of(String text) throws IOException;
    }

    private static final class KeyFile {
        final Path path;
        final WatchedFiles watched;
        volatile List<VerificationKey> keys = List.of();
        String told = "";

        KeyFile(Path path, Reading reading) {
            this.path = path;
            this.watched = new WatchedFiles(List.of(path), contents -> keys = read(contents.getFirst(), reading));
        }

        private List<VerificationKey> read(byte[] content, Reading reading) throws IOException {
            try {
                String text = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(content))
                        .toString();
                return List.copyOf(reading.of(text));
            } catch (CharacterCodingException binary) {
                throw new KeyException(path + ": no text in UTF-8", binary);
            } catch (KeyException useless) {
                throw new KeyException(path + ": " + useless.getMessage(), useless);
            }
        }
    }

    private final List<VerificationKey> fixed;
    private final List<KeyFile> files = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("key-files").factory());
    private volatile List<VerificationKey> current;

    /** @param fixed keys from the settings */
    public LocalKeys(List<VerificationKey> fixed) {
        this.fixed = List.copyOf(fixed);
        this.current = this.fixed;
    }

    /**
     * Adds the keys in a file.
     *
     * @throws IOException if the file is unusable; the message is for the operator
     */
    public void add(Path path, Reading reading) throws IOException {
        KeyFile file = new KeyFile(path, reading);
        file.watched.refresh();
        files.add(file);
        collect();
    }

    /** Starts polling the files. */
    public void watch(Duration every) {
        if (!files.isEmpty()) {
            Future<?> unused = thread.scheduleWithFixedDelay(
                    this::look, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Returns the keys in use. */
    List<VerificationKey> current() {
        return current;
    }

    /** Stops polling. */
    @Override
    public void close() {
        thread.shutdownNow();
    }

    /** Polls the files once and adopts changes. */
    void look() {
        for (KeyFile file : files) {
            try {
                if (file.watched.refreshWhenSettled()) {
                    collect();
                    LOG.atInfo()
                            .addKeyValue("file", file.path)
                            .addKeyValue("keys", file.keys)
                            .log("keys reloaded");
                }
                file.told = "";
            } catch (IOException | RuntimeException useless) {
                // Whatever the error, the next poll may succeed.
                tell(file, String.valueOf(useless.getMessage()));
            }
        }
    }

    private void collect() {
        List<VerificationKey> all = new ArrayList<>(fixed);
        files.forEach(file -> all.addAll(file.keys));
        current = List.copyOf(all);
    }

    private static void tell(KeyFile file, String why) {
        if (!why.equals(file.told)) {
            file.told = why;
            LOG.atWarn().addKeyValue("why", why).log("keys not reloaded; the previous ones stay in use");
        }
    }
}

package dev.beckon.server.main;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that shows scripts that the server is ready, and its ports. It exists, complete, exactly while the server is
 * ready.
 */
final class ReadyFile implements AutoCloseable {

    private final Path file;

    private ReadyFile(Path file) {
        this.file = file;
    }

    /**
     * Writes the file atomically.
     *
     * @param webPort 0 if there is none
     * @param adminPort 0 if there is none
     * @param metricsPort 0 if there is none
     */
    static ReadyFile write(Path file, int grpcPort, int webPort, int adminPort, int metricsPort) throws StartException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
        String text = "grpc.port=%d%nweb.port=%s%nadmin.port=%s%nmetrics.port=%s%npid=%d%n"
                .formatted(
                        grpcPort,
                        webPort == 0 ? "" : webPort,
                        adminPort == 0 ? "" : adminPort,
                        metricsPort == 0 ? "" : metricsPort,
                        ProcessHandle.current().pid());
        try {
            Files.writeString(unfinished, text, StandardCharsets.UTF_8);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException cannotWrite) {
            throw new StartException(
                    "Cannot write " + file + ": " + cannotWrite.getMessage()
                            + ". Choose another file with --ready-file.",
                    cannotWrite);
        }
        return new ReadyFile(file);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}

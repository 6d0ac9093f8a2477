package dev.beckon.client.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The Beckon server as it was built, in a process of its own: lite and full stubs share class names, so it cannot live in
 * this JVM.
 */
public final class RealServer implements AutoCloseable {

    private static final Path TARGET = Path.of("..", "server", "target");
    private static final long START_SECONDS = 30;

    private final Path folder;
    private final JavaProcess process;
    private final int port;

    private RealServer(int wantedPort, String... options) throws IOException {
        String serverClassPath = classPath();
        folder = Files.createTempDirectory("beckon-client-test");
        Path readyFile = folder.resolve("ready");
        List<String> arguments = new ArrayList<>(List.of(
                "--grpc-port",
                Integer.toString(wantedPort),
                "--web-port",
                "0",
                "--admin-port",
                "0",
                "--metrics-port",
                "0",
                "--ready-file",
                readyFile.toString()));
        arguments.addAll(List.of(options));
        process = new JavaProcess(serverClassPath, "dev.beckon.server.main.Main", arguments);
        try {
            port = awaitPort(readyFile);
        } catch (IOException | RuntimeException | Error notReady) {
            process.kill();
            deleteFolder();
            throw notReady;
        }
    }

    /** Starts a server on a free port, with these options besides. */
    public static RealServer start(String... options) throws IOException {
        return new RealServer(0, options);
    }

    /** Starts a server on the port that another one had, with these options besides. */
    public static RealServer start(int port, String... options) throws IOException {
        return new RealServer(port, options);
    }

    public String target() {
        return "127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    /** The memory that it occupies; Linux only. */
    public long residentKib() throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    /** What it printed so far. */
    public String output() {
        return process.output();
    }

    /** Asks it to end (SIGTERM). */
    public int terminate() {
        return process.terminate();
    }

    /** Ends it without asking (SIGKILL). */
    public void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.kill();
        deleteFolder();
    }

    private void deleteFolder() {
        try {
            Files.deleteIfExists(folder.resolve("ready"));
            Files.delete(folder);
        } catch (IOException e) {
            throw new AssertionError("left behind: " + folder, e);
        }
    }

    private static String classPath() throws IOException {
        List<Path> jars = List.of();
        if (Files.isDirectory(TARGET)) {
            try (Stream<Path> files = Files.list(TARGET)) {
                jars = files.filter(file -> file.getFileName().toString().matches("beckon-server-[0-9.]+.*\\.jar"))
                        .toList();
            }
        }
        if (jars.isEmpty()) {
            throw new AssertionError("no beckon-server jar in "
                    + TARGET.toAbsolutePath().normalize() + ": build it first (mvn package -pl server -am)");
        }
        return jars.get(0) + File.pathSeparator + TARGET.resolve("lib") + File.separator + "*";
    }

    private int awaitPort(Path readyFile) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        try (WatchService changes = folder.getFileSystem().newWatchService()) {
            folder.register(changes, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
            while (System.nanoTime() < deadline) {
                List<String> lines = Files.exists(readyFile) ? Files.readAllLines(readyFile) : List.of();
                if (lines.stream().anyMatch(line -> line.matches("pid=\\d+"))) {
                    return lines.stream()
                            .filter(line -> line.startsWith("grpc.port="))
                            .map(line -> Integer.parseInt(line.substring("grpc.port=".length())))
                            .findFirst()
                            .orElseThrow(() -> new AssertionError("no grpc.port in " + lines));
                }
                if (!process.isAlive()) {
                    throw new AssertionError("the server ended at once; its output:\n" + process.output());
                }
                WatchKey key = changes.poll(500, TimeUnit.MILLISECONDS);
                if (key != null) {
                    key.pollEvents();
                    key.reset();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new AssertionError("not ready within " + START_SECONDS + " s; its output:\n" + process.output());
    }
}

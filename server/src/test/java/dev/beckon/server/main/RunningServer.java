package dev.beckon.server.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** The real command in a process of its own. Its output goes to files in the given folder. */
final class RunningServer implements AutoCloseable {

    static final long PATIENCE_SECONDS = 30;

    private final Path folder;
    private final Process process;

    private RunningServer(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    /** Starts the command, whatever becomes of it. */
    static RunningServer launch(Path folder, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "dev.beckon.server.main.Main"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("BECKON_"));
        return new RunningServer(folder, builder.start());
    }

    /** Starts a server on free ports and waits until it is ready. */
    static RunningServer start(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(
                "--grpc-port=0",
                "--web-port=0",
                "--admin-port=0",
                "--metrics-port=0",
                "--ready-file=" + folder.resolve("ready")));
        all.addAll(List.of(arguments));
        try (WatchService watch = folder.getFileSystem().newWatchService()) {
            folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
            RunningServer server = launch(folder, all.toArray(String[]::new));
            while (!Files.exists(server.readyFile())) {
                WatchKey change = watch.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                assertThat(change)
                        .as("a change before the server is ready; so far: %s%s", server.output(), server.errors())
                        .isNotNull();
                change.reset();
                assertThat(server.process.isAlive()).as(server.errors()).isTrue();
            }
            return server;
        }
    }

    Path readyFile() {
        return folder.resolve("ready");
    }

    Properties ready() throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(readyFile())) {
            properties.load(reader);
        }
        return properties;
    }

    int grpcPort() throws IOException {
        return Integer.parseInt(ready().getProperty("grpc.port"));
    }

    int webPort() throws IOException {
        return Integer.parseInt(ready().getProperty("web.port"));
    }

    int adminPort() throws IOException {
        return Integer.parseInt(ready().getProperty("admin.port"));
    }

    int metricsPort() throws IOException {
        return Integer.parseInt(ready().getProperty("metrics.port"));
    }

    long pid() {
        return process.pid();
    }

    /** Sends SIGTERM. */
    void terminate() {
        process.destroy();
    }

    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as("has ended")
                .isTrue();
        return process.exitValue();
    }

    String output() throws IOException {
        return Files.readString(folder.resolve("out"));
    }

    String errors() throws IOException {
        return Files.readString(folder.resolve("err"));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}

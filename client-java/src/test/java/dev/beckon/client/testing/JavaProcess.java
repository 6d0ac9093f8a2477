package dev.beckon.client.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A Java program in a process of its own, which ends with the test. */
public final class JavaProcess implements AutoCloseable {

    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final List<String> output = new CopyOnWriteArrayList<>();

    public JavaProcess(String classPath, String mainClass, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath,
                mainClass));
        command.addAll(arguments);
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Thread reader = new Thread(this::read, "output of " + mainClass);
        reader.setDaemon(true);
        reader.start();
    }

    /** The next line of output that the test is for; those before it are skipped. */
    public String line(Predicate<String> wanted, String what) {
        while (true) {
            String line = Await.next(lines, () -> what + " in the output:\n" + output());
            if (wanted.test(line)) {
                return line;
            }
        }
    }

    /** What was printed so far. */
    public String output() {
        return String.join("\n", output);
    }

    /** Its id. */
    public long pid() {
        return process.pid();
    }

    /** Whether it still runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Asks it to end (SIGTERM), and waits until it did. */
    public int terminate() {
        // Not process.destroy(), which also closes the pipe, and with it loses the last words.
        process.toHandle().destroy();
        return exitCode();
    }

    /** Ends it without asking (SIGKILL). */
    public void kill() {
        process.destroyForcibly();
        exitCode();
    }

    /** Waits until it ended by itself. */
    public int exitCode() {
        try {
            if (!process.waitFor(Await.LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the process does not end; its output:\n" + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        kill();
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                output.add(line);
                lines.add(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

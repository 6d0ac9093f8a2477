package dev.beckon.benchmark.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A server under test in its own process, on a free loopback port. It ends with {@link #close} and with this process:
 * by a shutdown hook, and servers that read their standard input also if this process is killed.
 */
public final class ServerProcess implements AutoCloseable {

    private static final int END_SECONDS = 10;

    private final Process process;
    private final InetSocketAddress address;
    private final Path log;
    private final long startedNanos;
    private final Thread endWithUs;

    private ServerProcess(Process process, InetSocketAddress address, Path log, long startedNanos) {
        this.process = process;
        this.address = address;
        this.log = log;
        this.startedNanos = startedNanos;
        this.endWithUs = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(endWithUs);
    }

    /**
     * Starts a server, which does not listen yet when this returns.
     *
     * @param log receives the output of the server
     */
    public static ServerProcess start(SystemUnderTest system, Path log) throws IOException {
        Files.createDirectories(log.toAbsolutePath().getParent());
        InetSocketAddress address = freeAddress();
        ProcessBuilder builder = new ProcessBuilder(system.command(address.getPort()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        long startedNanos = System.nanoTime();
        return new ServerProcess(builder.start(), address, log, startedNanos);
    }

    /** Returns the address on which it listens or will listen. */
    public InetSocketAddress address() {
        return address;
    }

    /** Returns its process id. */
    public long pid() {
        return process.pid();
    }

    /** Returns when it was started, as {@link System#nanoTime}. */
    public long startedNanos() {
        return startedNanos;
    }

    /**
     * Throws if the process has ended.
     *
     * @throws IllegalStateException with the end of its log
     */
    public void checkAlive() {
        if (!process.isAlive()) {
            throw new IllegalStateException(
                    "the server ended with code " + process.exitValue() + "; the end of " + log + ":\n" + logEnd());
        }
    }

    /** Writes a line to its standard input. */
    void tell(String line) throws IOException {
        process.outputWriter(StandardCharsets.UTF_8).append(line).append('\n').flush();
    }

    /** Returns its output so far. */
    String printed() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit()
                .completeOnTimeout(process, END_SECONDS, TimeUnit.SECONDS)
                .join();
        process.destroyForcibly().onExit().join();
        Runtime.getRuntime().removeShutdownHook(endWithUs);
    }

    private String logEnd() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }

    private static InetSocketAddress freeAddress() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), probe.getLocalPort());
        }
    }
}

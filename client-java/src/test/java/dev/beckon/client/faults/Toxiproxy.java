package dev.beckon.client.faults;

import dev.beckon.client.testing.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A toxiproxy process with one way to the server, which fails as told. What is told has happened when the method returns. */
final class Toxiproxy implements AutoCloseable {

    /** The half of a way that a fault is about. */
    enum Direction {
        TO_SERVER("upstream"),
        TO_CLIENTS("downstream");

        final String stream;

        Direction(String stream) {
            this.stream = stream;
        }
    }

    private static final Path INSTALLED = Path.of("..", ".tools", "bin", "toxiproxy-server");
    private static final Pattern LISTEN = Pattern.compile("\"listen\":\"([^\"]+)\"");

    private final Process process;
    private final Queue<String> log = new ConcurrentLinkedQueue<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final String api;
    private final String target;

    /** Opens a way to the server on this port of 127.0.0.1. */
    Toxiproxy(int serverPort) throws IOException {
        int apiPort = freePort();
        String program = Files.isExecutable(INSTALLED) ? INSTALLED.toString() : "toxiproxy-server";
        process = new ProcessBuilder(program, "-host", "127.0.0.1", "-port", Integer.toString(apiPort))
                .redirectErrorStream(true)
                .start();
        Thread reader = new Thread(this::readLog, "toxiproxy's log");
        reader.setDaemon(true);
        reader.start();
        api = "http://127.0.0.1:" + apiPort + "/proxies";
        try {
            awaitListening(apiPort);
            target = openWay(serverPort);
        } catch (RuntimeException | Error failed) {
            process.destroyForcibly();
            throw failed;
        }
    }

    /** Where clients find the server through it. */
    String target() {
        return target;
    }

    /** Closes every connection (FIN) and accepts none until {@link #open}. */
    void shut() {
        call("POST", "/way", "{\"enabled\":false}");
    }

    /** Accepts connections again. */
    void open() {
        call("POST", "/way", "{\"enabled\":true}");
    }

    /** From now on the bytes of this direction vanish, and neither side is told. Ended by {@link #mend}. */
    void swallow(Direction direction) {
        addToxic("timeout", direction, "{\"timeout\":0}");
    }

    /** From now on this direction carries no more than so many KB a second. Ended by {@link #mend}. */
    void throttle(Direction direction, int kilobytesPerSecond) {
        addToxic("bandwidth", direction, "{\"rate\":" + kilobytesPerSecond + "}");
    }

    /** Ends a fault. Connections whose bytes vanished are closed: a stream with a hole is of no use. */
    void mend(Direction direction) {
        call("DELETE", "/way/toxics/" + direction.stream, "");
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private String openWay(int serverPort) {
        Matcher listen = LISTEN.matcher(call(
                "POST",
                "",
                "{\"name\":\"way\",\"listen\":\"127.0.0.1:0\",\"upstream\":\"127.0.0.1:" + serverPort
                        + "\",\"enabled\":true}"));
        if (!listen.find()) {
            throw new AssertionError("toxiproxy does not say where it listens");
        }
        return listen.group(1);
    }

    private void addToxic(String type, Direction direction, String attributes) {
        call(
                "POST",
                "/way/toxics",
                "{\"name\":\"" + direction.stream + "\",\"type\":\"" + type + "\",\"stream\":\"" + direction.stream
                        + "\",\"attributes\":" + attributes + "}");
    }

    private String call(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(api + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new AssertionError(method + " " + path + ": " + response.statusCode() + " " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException("toxiproxy does not answer; its log: " + log, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** It says nothing when it listens, so it is asked. */
    private void awaitListening(int apiPort) {
        long deadline = System.nanoTime() + Await.LIMIT.toNanos();
        while (true) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), apiPort).close();
                return;
            } catch (IOException notYet) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    throw new AssertionError("toxiproxy does not listen; its log: " + log, notYet);
                }
            }
        }
    }

    private void readLog() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                log.add(line);
            }
        } catch (IOException ended) {
            // With its process.
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}

package dev.beckon.server.observability;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The port for operators: /metrics, /livez, /readyz. Each request runs on its own virtual thread, so that a hanging one
 * does not block others. Callable from any thread.
 */
public final class OperatorPort implements AutoCloseable {

    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
    private static final int BACKLOG = 64;

    private final HttpServer server;
    private final ExecutorService threads;

    private OperatorPort(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * Starts to listen.
     *
     * @param metrics the body of /metrics
     * @param ready the result of /readyz
     * @throws IOException if it cannot listen
     */
    public static OperatorPort start(InetSocketAddress address, Supplier<String> metrics, BooleanSupplier ready)
            throws IOException {
        // Time limits of a request in seconds. The JDK reads them when its first server is created.
        System.setProperty("sun.net.httpserver.maxReqTime", "10");
        System.setProperty("sun.net.httpserver.maxRspTime", "10");
        HttpServer server = HttpServer.create(address, BACKLOG);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        server.setExecutor(threads);
        route(server, "/metrics", exchange -> answer(exchange, 200, PROMETHEUS, metrics.get()));
        route(server, "/livez", exchange -> answer(exchange, 200, TEXT, "ok\n"));
        route(server, "/readyz", exchange -> {
            boolean isReady = ready.getAsBoolean();
            answer(exchange, isReady ? 200 : 503, TEXT, isReady ? "ready\n" : "not ready\n");
        });
        server.createContext("/", exchange -> answer(exchange, 404, TEXT, "not found\n"));
        server.start();
        return new OperatorPort(server, threads);
    }

    /** Returns the port it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private static void route(HttpServer server, String path, Answer answer) {
        server.createContext(path, exchange -> {
            String method = exchange.getRequestMethod();
            if (!exchange.getRequestURI().getPath().equals(path)) {
                answer(exchange, 404, TEXT, "not found\n");
            } else if (!method.equals("GET") && !method.equals("HEAD")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                answer(exchange, 405, TEXT, "GET or HEAD\n");
            } else {
                answer.to(exchange);
            }
        });
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        try (exchange) {
            exchange.sendResponseHeaders(status, head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }
}

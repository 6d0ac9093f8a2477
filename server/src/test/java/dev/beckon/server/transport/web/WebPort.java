package dev.beckon.server.transport.web;

import io.grpc.ServerServiceDefinition;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A real web port on a free port of loopback, with {@link TestService} behind it. */
final class WebPort implements AutoCloseable {

    static final int MAX_MESSAGE = 4096;

    /** Long enough for everything that is meant to happen; only failures wait for it. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    static final WebTimeouts PATIENT = new WebTimeouts(PATIENCE, PATIENCE);

    final AtomicBoolean ready = new AtomicBoolean();
    final int port;
    private final WebServer server;

    private WebPort(WebOptions options, List<ServerServiceDefinition> services, WebTimeouts timeouts)
            throws IOException {
        this(options, TestLimits.roomy(), services, timeouts);
    }

    private WebPort(WebOptions options, WebLimits limits, List<ServerServiceDefinition> services, WebTimeouts timeouts)
            throws IOException {
        server = new WebServer(options, limits, services, ready::get, timeouts);
        port = server.start();
    }

    static WebPort start(TestService.Behaviour behaviour) throws IOException {
        return start(behaviour, PATIENT);
    }

    static WebPort start(TestService.Behaviour behaviour, WebTimeouts timeouts) throws IOException {
        return new WebPort(options(List.of(), null), List.of(TestService.of(behaviour)), timeouts);
    }

    static WebPort start(ServerServiceDefinition service) throws IOException {
        return new WebPort(options(List.of(), null), List.of(service), PATIENT);
    }

    static WebPort limited(WebLimits limits, TestService.Behaviour behaviour) throws IOException {
        return limited(limits, behaviour, PATIENT);
    }

    static WebPort limited(WebLimits limits, TestService.Behaviour behaviour, WebTimeouts timeouts) throws IOException {
        return new WebPort(options(List.of(), null), limits, List.of(TestService.of(behaviour)), timeouts);
    }

    static WebPort allowing(String... origins) throws IOException {
        return new WebPort(options(List.of(origins), null), List.of(TestService.of(TestService::echo)), PATIENT);
    }

    static WebPort serving(Path directory) throws IOException {
        return new WebPort(options(List.of(), directory), List.of(TestService.of(TestService::echo)), PATIENT);
    }

    /** One event loop, so that all calls of a test share it. */
    private static WebOptions options(List<String> origins, @Nullable Path directory) {
        return new WebOptions("127.0.0.1", 0, origins, directory, MAX_MESSAGE, 1);
    }

    RawConnection connect() throws IOException {
        return RawConnection.open(port);
    }

    static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        server.close();
    }
}

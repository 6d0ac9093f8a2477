package dev.beckon.server.transport.web;

import dev.beckon.server.transport.web.files.FileStore;
import io.grpc.ServerServiceDefinition;
import io.netty.util.internal.PlatformDependent;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The web port: gRPC-Web, health and static files on HTTP/1.1 and HTTP/2, with or without TLS.
 *
 * <p>Start and close it once, from a thread that may block, never from an event loop. Services are called on the event
 * loops of this server and must not block.
 */
public final class WebServer implements AutoCloseable {

    private static final long START_SECONDS = 30;
    private static final long CLOSE_SECONDS = 10;
    // Files are read rarely; the event loops do the rest.
    private static final int FILE_THREADS = 2;

    private final WebOptions options;
    private final WebLimits limits;
    private final List<ServerServiceDefinition> services;
    private final BooleanSupplier ready;
    private final WebTimeouts timeouts;
    private @Nullable Vertx vertx;

    /**
     * @param services services reachable by POST, interceptors included
     * @param limits limits for clients
     * @param ready the result of /readyz; called on event loops, must not block
     */
    public WebServer(
            WebOptions options, WebLimits limits, List<ServerServiceDefinition> services, BooleanSupplier ready) {
        this(options, limits, services, ready, WebTimeouts.DEFAULTS);
    }

    WebServer(
            WebOptions options,
            WebLimits limits,
            List<ServerServiceDefinition> services,
            BooleanSupplier ready,
            WebTimeouts timeouts) {
        this.options = options;
        this.limits = limits;
        this.services = List.copyOf(services);
        this.ready = ready;
        this.timeouts = timeouts;
    }

    /**
     * Starts to listen. When this returns, connections are accepted.
     *
     * @return the port; differs from the option if that is 0
     * @throws IOException if it cannot listen, for instance a BindException if the port is taken, or if the directory
     * of static files does not exist; the message is fit for the operator
     * @throws IllegalStateException if it was started before
     */
    public int start() throws IOException {
        if (vertx != null) {
            throw new IllegalStateException("the web port was started before");
        }
        requireDirectory(options.directory());
        Vertx started = Vertx.builder()
                .with(vertxOptions(options.eventLoops()))
                .withTransport(new GuardedTransport(limits.connections(), limits.listener()))
                .build();
        vertx = started;
        FileStore files = options.directory() == null ? null : new FileStore(options.directory());
        AtomicInteger port = new AtomicInteger();
        Future<String> deployed = started.deployVerticle(
                () -> new WebVerticle(options, files, services, ready, limits, timeouts, port::set),
                new DeploymentOptions().setInstances(options.eventLoops()));
        try {
            await(deployed, START_SECONDS);
        } catch (ExecutionException failure) {
            close();
            throw asIoException(failure.getCause());
        } catch (TimeoutException tooLong) {
            close();
            throw new IOException("The web port did not start within " + START_SECONDS + " s", tooLong);
        }
        return port.get();
    }

    /**
     * Stops accepting, gives pending responses 2 s to leave, then cuts the rest: open calls are cancelled. Returns when
     * all threads have ended, at the latest after 10 s. No effect if not started.
     */
    @Override
    public void close() {
        Vertx running = vertx;
        if (running == null) {
            return;
        }
        try {
            await(running.close(), CLOSE_SECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            throw new IllegalStateException("The web port did not end in good order", failure);
        } catch (IOException interrupted) {
            throw new UncheckedIOException(interrupted);
        }
    }

    /** Returns the direct memory reserved by the Netty of this port, in bytes; -1 if Netty does not count it. */
    public static long directMemory() {
        return PlatformDependent.usedDirectMemory();
    }

    private static VertxOptions vertxOptions(int eventLoops) {
        // Resources are never looked up on the class path, so Vert.x needs no cache directory either.
        FileSystemOptions files =
                new FileSystemOptions().setClassPathResolvingEnabled(false).setFileCachingEnabled(false);
        return new VertxOptions()
                .setEventLoopPoolSize(eventLoops)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(FILE_THREADS)
                .setFileSystemOptions(files);
    }

    private static void requireDirectory(@Nullable Path directory) throws IOException {
        if (directory != null && !Files.isDirectory(directory)) {
            throw new IOException("The directory of static files does not exist: " + directory);
        }
    }

    private static void await(Future<?> future, long seconds) throws IOException, ExecutionException, TimeoutException {
        try {
            future.toCompletionStage().toCompletableFuture().get(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for the web port", interrupted);
        }
    }

    private IOException asIoException(@Nullable Throwable cause) {
        String address = options.host() + ":" + options.port();
        if (cause instanceof BindException) {
            BindException taken = new BindException("The web port cannot listen on " + address
                    + ": the port is taken, or the address is not of this machine. Choose another.");
            taken.initCause(cause);
            return taken;
        }
        if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
            return new IOException("The web port cannot listen on " + address + ": unknown host", cause);
        }
        return new IOException("The web port cannot start on " + address + ": " + cause, cause);
    }
}

package dev.beckon.server.transport.web;

import dev.beckon.server.transport.web.files.FileStore;
import dev.beckon.server.transport.web.grpcweb.Connections;
import dev.beckon.server.transport.web.grpcweb.GrpcWebHandler;
import dev.beckon.server.transport.web.grpcweb.GrpcWebOptions;
import dev.beckon.server.transport.web.grpcweb.Uploads;
import io.grpc.ServerServiceDefinition;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrustOptions;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One event loop of the web port. Vert.x distributes connections over the verticles that listen on the same address.
 */
final class WebVerticle extends VerticleBase {

    private static final int BACKLOG = 1024;
    private static final long CLOSE_GRACE_SECONDS = 2;

    private final WebOptions options;
    private final @Nullable FileStore files;
    private final List<ServerServiceDefinition> services;
    private final BooleanSupplier ready;
    private final WebLimits limits;
    private final WebTimeouts timeouts;
    private final IntConsumer bound;
    private @Nullable HttpServer server;

    WebVerticle(
            WebOptions options,
            @Nullable FileStore files,
            List<ServerServiceDefinition> services,
            BooleanSupplier ready,
            WebLimits limits,
            WebTimeouts timeouts,
            IntConsumer bound) {
        this.options = options;
        this.files = files;
        this.services = services;
        this.ready = ready;
        this.limits = limits;
        this.timeouts = timeouts;
        this.bound = bound;
    }

    @Override
    public Future<?> start() {
        IdleConnections connections = new IdleConnections(timeouts.idle());
        vertx.setPeriodic(Math.max(1, timeouts.idle().toMillis() / 4), timer -> connections.sweep());
        GrpcWebHandler grpc = new GrpcWebHandler(
                services,
                new GrpcWebOptions(
                        options.maxMessageBytes(),
                        timeouts.linger(),
                        new Uploads(limits.uploads(), limits.addresses())),
                connections);
        Router router = Routes.create(vertx, options, files, grpc, ready);
        HttpServer created = vertx.createHttpServer(httpOptions());
        server = created;
        return created.connectionHandler(opened -> {
                    connections.handle(opened);
                    watch(opened);
                })
                .requestHandler(request -> {
                    connections.touch(request.connection());
                    router.handle(request);
                })
                .listen(address())
                .onSuccess(listening -> bound.accept(listening.actualPort()));
    }

    /** Counts frames without effect on HTTP/2 connections. */
    private void watch(HttpConnection opened) {
        Http2ConnectionHandler http2 = Connections.channel(opened).pipeline().get(Http2ConnectionHandler.class);
        if (http2 != null) {
            Http2ConnectionDecoder decoder = http2.decoder();
            decoder.frameListener(new ControlFrames(decoder.frameListener(), limits, limits.listener()));
        }
    }

    @Override
    public Future<?> stop() {
        HttpServer listening = server;
        return listening == null ? Future.succeededFuture() : listening.shutdown(CLOSE_GRACE_SECONDS, TimeUnit.SECONDS);
    }

    /** All verticles listen on the same port, also if it is a free one; with 0 each would get its own. */
    private SocketAddress address() {
        return options.port() == 0
                ? SocketAddress.sharedRandomPort(1, options.host())
                : SocketAddress.inetSocketAddress(options.port(), options.host());
    }

    private HttpServerOptions httpOptions() {
        // Vert.x' idle timeout would cut streams that are silent for hours. IdleConnections distinguishes them.
        HttpServerOptions http = new HttpServerOptions()
                // Only until the first byte; then IdleConnections takes over.
                .setIdleTimeout((int) timeouts.idle().toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setAcceptBacklog(BACKLOG)
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true)
                .setMaxHeaderSize(limits.headerBytes())
                .setInitialSettings(new Http2Settings()
                        .setMaxConcurrentStreams(limits.streams())
                        .setMaxHeaderListSize(limits.headerBytes()))
                // One more than we count, because Netty checks first.
                .setHttp2RstFloodMaxRstFramePerWindow(limits.resets() + 1)
                .setHttp2RstFloodWindowDuration((int) limits.window().toSeconds())
                .setHttp2RstFloodWindowDurationTimeUnit(TimeUnit.SECONDS)
                .setHandle100ContinueAutomatically(true)
                .setCompressionSupported(false)
                .setDecompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false);
        WebTls tls = options.tls();
        if (tls != null) {
            // ALPN: browsers use HTTP/2 only over TLS and only if it is offered.
            http.setSsl(true).setUseAlpn(true).setKeyCertOptions(KeyCertOptions.wrap(tls.identity()));
            if (tls.clients() != null) {
                http.setClientAuth(ClientAuth.REQUIRED).setTrustOptions(TrustOptions.wrap(tls.clients()));
            }
        }
        return http;
    }
}

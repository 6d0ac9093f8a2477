package dev.beckon.server.main;

import dev.beckon.server.config.ServerConfig;
import dev.beckon.server.core.port.SignalingEvents;
import dev.beckon.server.core.session.Sessions;
import dev.beckon.server.observability.LoggingSignalingEvents;
import dev.beckon.server.transport.grpc.Door;
import dev.beckon.server.transport.grpc.SignalingService;
import dev.beckon.server.transport.web.WebServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A running server with all its doors. It ends in reverse order of its start: nobody is sent here any more, the sessions are
 * told, the doors close, the threads end. That takes a few seconds at most.
 */
final class Server implements AutoCloseable {

    private static final long SESSIONS_END_SECONDS = 3;
    private static final long STREAMS_END_SECONDS = 3;
    private static final long CUT_SECONDS = 1;

    private final Closing closing;
    private final Listening grpc;
    private final @Nullable Listening web;
    private boolean endedWell;

    private Server(Closing closing, Listening grpc, @Nullable Listening web) {
        this.closing = closing;
        this.grpc = grpc;
        this.web = web;
    }

    /** Starts everything, or nothing. When this returns, all ports listen and the server is ready. */
    static Server start(ServerConfig config) throws StartException {
        Closing closing = new Closing();
        try {
            return start(config, closing);
        } catch (StartException | RuntimeException failure) {
            closing.closeAll();
            throw failure;
        }
    }

    /** Where native gRPC listens. */
    Listening grpc() {
        return grpc;
    }

    /** Where browsers are served, if anywhere. */
    @Nullable
    Listening web() {
        return web;
    }

    /** Tells scripts, by a file that is there until the end, which ports these are. */
    void writeReadyFile(Path file) throws StartException {
        closing.add("ready file", ReadyFile.write(file, grpc.port(), web == null ? 0 : web.port()));
    }

    /** Ends the server. Whether it went well is then told by {@link #hasEndedWell}. */
    @Override
    public void close() {
        endedWell = closing.closeAll();
    }

    boolean hasEndedWell() {
        return endedWell;
    }

    private static Server start(ServerConfig config, Closing closing) throws StartException {
        SignalingEvents events = new LoggingSignalingEvents();
        SystemScheduler scheduler = new SystemScheduler(fault -> events.fault("timer", fault));
        closing.add("timers", scheduler);
        AccessControl access = AccessWiring.start(config.tokens(), scheduler, closing);
        if (access.asksForTokens()) {
            // Better no server than one that seems to ask.
            throw new StartException("Access tokens are configured, but sessions do not ask for them yet.");
        }
        Door door = CoreWiring.wire(config, scheduler, events);
        SignalingService signaling = new SignalingService(door);
        Readiness readiness = new Readiness();
        EventLoops loops = new EventLoops();
        closing.add("gRPC threads", loops);
        io.grpc.Server grpcServer = GrpcWiring.start(config, signaling, readiness, loops);
        closing.add("gRPC", () -> end(grpcServer));
        Listening grpc = GrpcWiring.listening(config.grpc(), grpcServer.getPort());
        Listening web = config.web().enabled() ? startWeb(config, signaling, readiness, closing) : null;
        closing.add("sessions", () -> end(door.sessions()));
        closing.add("new calls", grpcServer::shutdown);
        closing.add("readiness", readiness::down);
        readiness.up();
        return new Server(closing, grpc, web);
    }

    private static Listening startWeb(
            ServerConfig config, SignalingService signaling, Readiness readiness, Closing closing)
            throws StartException {
        int maxMessageBytes = GrpcWiring.maxMessageBytes(config.limits());
        WebServer server = WebWiring.create(config.web(), maxMessageBytes, signaling, readiness);
        closing.add("web", server);
        try {
            return WebWiring.listening(config.web(), server.start());
        } catch (IOException cannotListen) {
            throw WebWiring.listening(config.web(), config.web().port()).failure(cannotListen);
        }
    }

    private static void end(Sessions sessions) throws Exception {
        sessions.shutdown().toCompletableFuture().get(SESSIONS_END_SECONDS, TimeUnit.SECONDS);
    }

    /** Streams end by themselves once their sessions have; what a client still holds open is cut. */
    private static void end(io.grpc.Server server) throws InterruptedException {
        if (!server.shutdown().awaitTermination(STREAMS_END_SECONDS, TimeUnit.SECONDS)) {
            server.shutdownNow().awaitTermination(CUT_SECONDS, TimeUnit.SECONDS);
        }
    }
}

package dev.beckon.server.main;

import dev.beckon.server.config.ServerConfig;
import dev.beckon.server.core.port.SignalingEvents;
import dev.beckon.server.core.session.Node;
import dev.beckon.server.core.session.Sessions;
import dev.beckon.server.core.session.Shutdown;
import dev.beckon.server.transport.grpc.RequestTimeoutInterceptor;
import dev.beckon.server.transport.grpc.SignalingService;
import dev.beckon.server.transport.web.WebServer;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A running server with all its ports. It closes in reverse order of its start: readiness ends, clients are asked to
 * leave and sessions end, ports close, threads end.
 */
final class Server implements AutoCloseable {

    private final Closing closing;
    private final SessionsEnd sessions;
    private final Doors doors;
    private boolean endedWell;

    private Server(Closing closing, SessionsEnd sessions, Doors doors) {
        this.closing = closing;
        this.sessions = sessions;
        this.doors = doors;
    }

    /**
     * The addresses that the server listens on.
     *
     * @param grpc native gRPC
     * @param web browsers; null if disabled
     * @param admin the Admin service; null if disabled
     * @param operators metrics and health; null if disabled
     */
    record Doors(Listening grpc, @Nullable Listening web, @Nullable Listening admin, @Nullable Listening operators) {}

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

    Doors doors() {
        return doors;
    }

    /** Writes the ports to a file for scripts; it is removed at the end. */
    void writeReadyFile(Path file) throws StartException {
        closing.add(
                "ready file",
                ReadyFile.write(
                        file, doors.grpc().port(), port(doors.web()), port(doors.admin()), port(doors.operators())));
    }

    private static int port(@Nullable Listening listening) {
        return listening == null ? 0 : listening.port();
    }

    /** Lets a present or later shutdown not wait for clients. */
    void hurry() {
        sessions.hurry();
    }

    /** Shuts the server down; {@link #hasEndedWell} then returns the outcome. */
    @Override
    public void close() {
        endedWell = closing.closeAll();
    }

    boolean hasEndedWell() {
        return endedWell;
    }

    private static Server start(ServerConfig config, Closing closing) throws StartException {
        Observability observability = new Observability(closing);
        SignalingEvents events = observability.events();
        Workers workers = new Workers();
        SystemScheduler scheduler = new SystemScheduler(workers, fault -> events.fault("timer", fault));
        closing.add("timers", scheduler);
        closing.add("workers", workers::close);
        AccessControl access = AccessWiring.start(config.tokens(), scheduler, observability.metrics(), closing);
        Node node = CoreWiring.node(config, access, workers, scheduler, observability);
        Sessions sessions = new Sessions(node);
        SignalingService signaling = new SignalingService(CoreWiring.door(config, node, sessions));
        observability.metrics().held("attachment_tokens", signaling::attachments);
        TlsWiring tls = TlsWiring.start(config.tls(), closing);
        Readiness readiness = new Readiness();
        DoorGuards guards = new DoorGuards(config, scheduler, observability.limits());
        guards.show(observability.metrics());
        Listening operators = observability.start(config.metrics(), readiness, closing);
        EventLoops loops = new EventLoops();
        closing.add("gRPC threads", loops);
        RequestTimeoutInterceptor timeouts =
                new RequestTimeoutInterceptor(config.connections().pace(), scheduler, loops, guards.listener());
        closing.add("request timeouts", timeouts);
        observability.metrics().held("waiting_calls", timeouts::waiting);
        io.grpc.Server grpcServer = GrpcWiring.start(
                config, tls.grpc(), guards.guard(signaling.bind(loops), timeouts), readiness, loops, guards);
        closing.add("gRPC", () -> GrpcWiring.end(grpcServer));
        Listening grpc = GrpcWiring.listening(config.grpc(), grpcServer.getPort());
        Listening web = config.web().enabled() ? startWeb(config, tls, signaling, readiness, guards, closing) : null;
        Listening admin = new AdminWiring(config, access, node).start(tls.grpc(), readiness, loops, guards, closing);
        closing.add("health of sessions", readiness::endSessions);
        SessionsEnd end = new SessionsEnd(new Shutdown(node, sessions), config.drain());
        closing.add("sessions", end::run);
        closing.add("readiness", readiness::goDown);
        readiness.up();
        return new Server(closing, end, new Doors(grpc, web, admin, operators));
    }

    private static Listening startWeb(
            ServerConfig config,
            TlsWiring tls,
            SignalingService signaling,
            Readiness readiness,
            DoorGuards guards,
            Closing closing)
            throws StartException {
        int maxMessageBytes = GrpcWiring.maxMessageBytes(config.limits());
        WebServer server = WebWiring.create(config.web(), tls.web(), maxMessageBytes, signaling, readiness, guards);
        closing.add("web", server);
        try {
            return WebWiring.listening(config.web(), server.start());
        } catch (IOException cannotListen) {
            throw WebWiring.listening(config.web(), config.web().port()).failure(cannotListen);
        }
    }
}

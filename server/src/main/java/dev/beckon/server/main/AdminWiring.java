package dev.beckon.server.main;

import dev.beckon.server.config.ServerConfig;
import dev.beckon.server.core.session.Administration;
import dev.beckon.server.core.session.Node;
import dev.beckon.server.observability.LoggingAdminAudit;
import dev.beckon.server.transport.admin.AdminService;
import dev.beckon.server.transport.grpc.RequestTimeoutInterceptor;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Creates the port of the Admin service. */
final class AdminWiring {

    private final ServerConfig config;
    private final Node node;
    private final AdminService service;

    AdminWiring(ServerConfig config, AccessControl access, Node node) {
        this.config = config;
        this.node = node;
        this.service = new AdminService(
                new Administration(node),
                access.verifier(),
                access.revocations(),
                node.scheduler()::now,
                config.limits(),
                new LoggingAdminAudit(),
                node.events());
    }

    /** Starts to listen. Returns null if the port is disabled. */
    @Nullable
    Listening start(
            ServerCredentials credentials, Readiness readiness, EventLoops loops, DoorGuards guards, Closing closing)
            throws StartException {
        if (!config.admin().enabled()) {
            return null;
        }
        // A thread of its own: an operator who lists a hundred thousand peers delays no client.
        ExecutorService thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("admin").factory());
        closing.add("admin thread", thread::shutdownNow);
        RequestTimeoutInterceptor timeouts = new RequestTimeoutInterceptor(
                config.connections().pace(), node.scheduler(), () -> thread, guards.listener());
        closing.add("admin request timeouts", timeouts);
        ServerServiceDefinition guarded = ServerInterceptors.interceptForward(service.definition(), timeouts);
        Listening wanted = listening(config.admin().port());
        try {
            Server server = GrpcWiring.builder(config, wanted, credentials, loops, guards.adminChannels(loops))
                    .executor(thread)
                    .addService(guarded)
                    .addService(readiness.healthService())
                    .build()
                    .start();
            closing.add("admin", () -> GrpcWiring.end(server));
            return listening(server.getPort());
        } catch (IOException cannotListen) {
            throw wanted.failure(cannotListen);
        }
    }

    private Listening listening(int port) {
        return new Listening("the Admin service", config.admin().host(), port, "--admin-port");
    }
}

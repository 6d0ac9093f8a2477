package dev.beckon.server.main;

import dev.beckon.server.cluster.InMemoryMailbox;
import dev.beckon.server.cluster.InMemoryPeerDirectory;
import dev.beckon.server.config.ServerConfig;
import dev.beckon.server.core.port.IceServerProvider;
import dev.beckon.server.core.port.SignalingEvents;
import dev.beckon.server.core.session.IdSource;
import dev.beckon.server.core.session.Node;
import dev.beckon.server.core.session.SessionRegistry;
import dev.beckon.server.core.session.Sessions;
import dev.beckon.server.ice.StaticIceServerProvider;
import dev.beckon.server.rooms.LocalRooms;
import dev.beckon.server.transport.grpc.Door;
import java.security.SecureRandom;
import java.util.concurrent.Executor;

/** The core with its stores in memory: one node by itself. */
final class CoreWiring {

    /** Whichever thread brings work to a session or a room does it: a signal then hops threads only towards its receiver. */
    private static final Executor CALLER = Runnable::run;

    private CoreWiring() {}

    static Door wire(ServerConfig config, SystemScheduler scheduler, SignalingEvents events) {
        SessionRegistry registry = new SessionRegistry();
        IdSource ids = new IdSource(new SecureRandom());
        IceServerProvider iceServers = new StaticIceServerProvider(config.iceServers());
        Node node = new Node(
                registry,
                new InMemoryPeerDirectory(),
                new InMemoryMailbox(registry),
                new LocalRooms(
                        CALLER,
                        fault -> events.fault("room", fault),
                        config.limits().roomMembers()),
                iceServers,
                CALLER,
                scheduler,
                ids,
                events,
                config.limits(),
                config.sessions().conflictCap());
        return new Door(
                new Sessions(node),
                iceServers,
                scheduler,
                ids,
                events,
                config.limits(),
                config.sessions().helloTimeout(),
                config.heartbeat().nativeClients(),
                config.heartbeat().browsers());
    }
}

package dev.beckon.server.main;

import dev.beckon.server.cluster.InMemoryMailbox;
import dev.beckon.server.cluster.InMemoryPeerDirectory;
import dev.beckon.server.cluster.LocalPresence;
import dev.beckon.server.config.ServerConfig;
import dev.beckon.server.core.message.Liveness;
import dev.beckon.server.core.port.IceServerProvider;
import dev.beckon.server.core.port.SignalingEvents;
import dev.beckon.server.core.session.Bans;
import dev.beckon.server.core.session.IdSource;
import dev.beckon.server.core.session.MailboxBudget;
import dev.beckon.server.core.session.Node;
import dev.beckon.server.core.session.SessionRegistry;
import dev.beckon.server.core.session.Sessions;
import dev.beckon.server.core.session.Turns;
import dev.beckon.server.ice.StaticIceServerProvider;
import dev.beckon.server.limits.FanOutLimits;
import dev.beckon.server.limits.FrameLimits;
import dev.beckon.server.limits.SubjectLimits;
import dev.beckon.server.observability.Metrics;
import dev.beckon.server.rooms.LocalRooms;
import dev.beckon.server.transport.grpc.Door;
import java.security.SecureRandom;

/** Creates the core with in-memory stores: a single node. */
final class CoreWiring {

    private CoreWiring() {}

    static Node node(
            ServerConfig config,
            AccessControl access,
            Workers workers,
            SystemScheduler scheduler,
            Observability observability) {
        SignalingEvents events = observability.events();
        SessionRegistry registry = new SessionRegistry();
        InMemoryPeerDirectory directory = new InMemoryPeerDirectory();
        LocalPresence presence = new LocalPresence(config.rates().watchers());
        IceServerProvider iceServers = new StaticIceServerProvider(config.iceServers());
        // The thread that brings work to a session or a room begins it: a signal changes threads only on its way to its
        // receiver.
        Turns turns = Turns.onCaller(workers);
        LocalRooms rooms = new LocalRooms(
                turns, fault -> events.fault("room", fault), config.limits().roomMembers());
        SubjectLimits subjects =
                new SubjectLimits(access.asksForTokens() ? config.rates().sessionsPerSubject() : 0);
        MailboxBudget mailboxes = new MailboxBudget(
                config.mailboxes().all(),
                config.mailboxes().guaranteed(),
                access.asksForTokens() ? config.mailboxes().perSubject() : 0);
        Metrics metrics = observability.metrics();
        metrics.held("sessions", registry::size);
        metrics.held("registrations", directory::size);
        metrics.held("rooms", rooms::size);
        metrics.held("presences", presence::size);
        metrics.held("subjects", subjects::subjects);
        metrics.held("mailbox_bytes", mailboxes::used);
        metrics.held("mailbox_subjects", mailboxes::subjects);
        metrics.held("timers", scheduler::pending);
        metrics.held("waiting_turns", workers::waiting);
        return new Node(
                registry,
                new Node.Stores(directory, new InMemoryMailbox(registry), rooms, presence),
                policy(config, access, scheduler, subjects),
                iceServers,
                turns,
                scheduler,
                new IdSource(new SecureRandom()),
                events,
                config.limits(),
                mailboxes,
                new Bans(scheduler));
    }

    private static Node.Policy policy(
            ServerConfig config, AccessControl access, SystemScheduler scheduler, SubjectLimits subjects) {
        FrameLimits frames = new FrameLimits(
                scheduler,
                config.limits().frames().perSecond(),
                config.limits().frames().burst());
        FanOutLimits fanOut = new FanOutLimits(
                scheduler, config.rates().sessionFanOut(), config.rates().subjectFanOut());
        return new Node.Policy(
                config.sessions().conflictCap(),
                access.verifier(),
                access.grace(),
                frames::newLimiter,
                fanOut::newLimiter,
                subjects);
    }

    static Door door(ServerConfig config, Node node, Sessions sessions) {
        ServerConfig.ResumeWindows windows = config.sessions().resumeWindows();
        return new Door(
                sessions,
                node.iceServers(),
                node.scheduler(),
                node.ids(),
                node.events(),
                config.limits(),
                config.sessions().helloTimeout(),
                new Liveness(config.heartbeat().nativeClients(), windows.nativeClients()),
                new Liveness(config.heartbeat().browsers(), windows.browsers()));
    }
}

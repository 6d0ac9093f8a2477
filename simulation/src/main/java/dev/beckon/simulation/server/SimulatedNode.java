package dev.beckon.simulation.server;

import dev.beckon.server.cluster.InMemoryMailbox;
import dev.beckon.server.cluster.InMemoryPeerDirectory;
import dev.beckon.server.cluster.LocalPresence;
import dev.beckon.server.core.message.Heartbeats;
import dev.beckon.server.core.message.Limits;
import dev.beckon.server.core.message.Liveness;
import dev.beckon.server.core.peer.Hello.ConflictPolicy;
import dev.beckon.server.core.session.Attachment;
import dev.beckon.server.core.session.Bans;
import dev.beckon.server.core.session.IdSource;
import dev.beckon.server.core.session.MailboxBudget;
import dev.beckon.server.core.session.Node;
import dev.beckon.server.core.session.SessionRegistry;
import dev.beckon.server.core.session.Sessions;
import dev.beckon.server.core.session.Shutdown;
import dev.beckon.server.core.session.Turns;
import dev.beckon.server.ice.StaticIceServerProvider;
import dev.beckon.server.limits.FanOutLimits;
import dev.beckon.server.limits.FrameLimits;
import dev.beckon.server.limits.SubjectLimits;
import dev.beckon.server.rooms.LocalRooms;
import dev.beckon.simulation.Parameters;
import dev.beckon.simulation.check.Books;
import dev.beckon.simulation.time.Dice;
import dev.beckon.simulation.time.World;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A node: the real core with its real stores in memory. Only time, threads and the paths to the stores are simulated.
 */
public final class SimulatedNode {

    private final String name;
    private final World world;
    private final NodeTime time;
    private final NodeEvents events;
    private final Limits limits;
    private final Liveness liveness;
    private final SessionRegistry registry = new SessionRegistry();
    private final InMemoryPeerDirectory peers = new InMemoryPeerDirectory();
    private final LocalPresence presence = new LocalPresence(0);
    private final MailboxBudget budget;
    private final SubjectLimits subjects = new SubjectLimits(0);
    private final LocalRooms rooms;
    private final Sessions sessions;
    private final Shutdown shutdown;

    public SimulatedNode(World world, Parameters parameters, Books books, int number) {
        this.name = "node " + number;
        this.world = world;
        this.time = new NodeTime(world);
        this.events = new NodeEvents(world, books.findings(), books.sessions());
        this.limits = limits(parameters);
        this.budget =
                new MailboxBudget(parameters.budgetBytes(), parameters.guaranteedBytes(), parameters.subjectBytes());
        this.liveness = new Liveness(
                new Heartbeats(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(12)),
                Duration.ofNanos(parameters.resumeWindow()));
        Turns turns = turns(parameters);
        this.rooms = new LocalRooms(turns, fault -> events.fault("room", fault), limits.roomMembers());
        Node node = new Node(
                registry,
                stores(parameters, books),
                policy(parameters),
                new StaticIceServerProvider(List.of()),
                turns,
                time,
                new IdSource(new Random(world.dice(name).number())),
                events,
                limits,
                budget,
                new Bans(time));
        this.sessions = new Sessions(node);
        this.shutdown = new Shutdown(node, sessions);
    }

    private Node.Stores stores(Parameters parameters, Books books) {
        long delay = parameters.storeDelay();
        return new Node.Stores(
                new LateStores.Directory(peers, lines("directory", delay)),
                new LateStores.Mailboxes(
                        new InMemoryMailbox(registry), lines("mailbox", delay), books.sessions(), books.ledger()),
                new LateStores.LateRooms(rooms, lines("rooms", delay), books.sessions(), books.rooms()),
                new LatePresence(presence, lines("presence", delay), world, delay, time::isDead));
    }

    private Node.Policy policy(Parameters parameters) {
        FanOutLimits.Rate fanOut = new FanOutLimits.Rate(parameters.fanOutPerSecond(), 20);
        Line line = lines("tokens", parameters.storeDelay()).of("");
        return new Node.Policy(
                ConflictPolicy.REPLACE,
                new SimulatedTokens(world, line, parameters.tokenLife() != 0),
                Duration.ofSeconds(5),
                new FrameLimits(time, parameters.framesPerSecond(), parameters.framesBurst())::newLimiter,
                new FanOutLimits(time, fanOut, fanOut)::newLimiter,
                subjects);
    }

    private Lines lines(String store, long delay) {
        return new Lines(world, name + store, delay, time::isDead);
    }

    private Turns turns(Parameters parameters) {
        long delay = parameters.executorDelay();
        Executor later = executor(Math.max(delay, World.MICRO));
        return new Turns(delay == 0 ? Runnable::run : later, later, parameters.turn());
    }

    private Executor executor(long delay) {
        Dice dice = world.dice(name + "executor");
        return task -> world.after(dice.around(delay), () -> {
            if (!time.isDead()) {
                task.run();
            }
        });
    }

    private static Limits limits(Parameters parameters) {
        Limits defaults = Limits.DEFAULTS;
        return new Limits(
                defaults.frameBytes(),
                defaults.sdpBytes(),
                defaults.candidateBytes(),
                defaults.dataBytes(),
                defaults.attributesBytes(),
                3,
                Math.max(4, parameters.peers() / 4),
                defaults.watchedPeers(),
                defaults.outboundBytes(),
                Duration.ofSeconds(2),
                new Limits.Mailbox(parameters.mailboxEvents(), parameters.mailboxBytes()),
                new Limits.Frames(parameters.framesPerSecond(), parameters.framesBurst()),
                new Limits.Acks(4, Duration.ofMillis(500)));
    }

    /** Attaches a stream to a session. */
    public CompletionStage<Sessions.Attach> attach(Attachment attachment, @Nullable String token) {
        return sessions.attach(attachment, token);
    }

    public Liveness liveness() {
        return liveness;
    }

    /** Shuts down cleanly: asks all clients to leave, then ends all sessions. The stage completes when that is done. */
    public CompletionStage<Void> goDown(Duration spread, Duration deadline) {
        return shutdown.drain(spread, deadline).thenCompose(gone -> shutdown.endAll());
    }

    /** The node is lost: nothing happens on it any more. */
    public void die() {
        time.die();
    }

    public boolean isDead() {
        return time.isDead();
    }

    /** Returns the number of signals and notices in mailboxes. */
    public int waiting() {
        return events.mailboxEvents();
    }

    /** Describes resources that were not released; "" for none. */
    public String leftovers() {
        StringBuilder left = new StringBuilder();
        tell(left, "sessions", registry.size());
        tell(left, "registrations", peers.size());
        tell(left, "rooms", rooms.size());
        tell(left, "presences", presence.size());
        tell(left, "bytes of the mailboxes' budget", budget.used());
        tell(left, "subjects in the mailboxes' budget", budget.subjects());
        tell(left, "events in mailboxes", events.mailboxEvents());
        tell(left, "bytes in mailboxes", events.mailboxBytes());
        tell(left, "subjects", subjects.subjects());
        tell(left, "timers", time.pending());
        return left.toString();
    }

    private static void tell(StringBuilder left, String what, long count) {
        if (count != 0) {
            left.append(' ').append(count).append(' ').append(what);
        }
    }
}

package dev.beckon.server.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.server.cluster.InMemoryMailbox;
import dev.beckon.server.cluster.InMemoryPeerDirectory;
import dev.beckon.server.cluster.LocalPresence;
import dev.beckon.server.core.message.Limits;
import dev.beckon.server.core.peer.Hello.ConflictPolicy;
import dev.beckon.server.core.port.Mailbox;
import dev.beckon.server.core.port.PeerDirectory;
import dev.beckon.server.core.session.Administration;
import dev.beckon.server.core.session.Bans;
import dev.beckon.server.core.session.IdSource;
import dev.beckon.server.core.session.MailboxBudget;
import dev.beckon.server.core.session.Node;
import dev.beckon.server.core.session.SessionRegistry;
import dev.beckon.server.core.session.Sessions;
import dev.beckon.server.core.session.Shutdown;
import dev.beckon.server.core.session.Turns;
import dev.beckon.server.ice.StaticIceServerProvider;
import dev.beckon.server.rooms.LocalRooms;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * A whole node without gRPC: fake time, the caller's thread, real everything else. As an {@code @AutoClose} field, or in a
 * {@code try}, it fails its test if anything is left over.
 */
public final class TestNode implements AutoCloseable {

    /** The most watchers of one peer. */
    public static final int MAX_WATCHERS = 4;

    public final FakeScheduler scheduler = new FakeScheduler();
    public final RecordingEvents events = new RecordingEvents();
    public final SessionRegistry registry = new SessionRegistry();
    public final InMemoryPeerDirectory peers = new InMemoryPeerDirectory();
    public final LocalRooms rooms;
    public final IdSource ids = new IdSource(new Random(1));
    public final Limits limits;
    public final LocalPresence presence = new LocalPresence(MAX_WATCHERS);
    public final TestPolicy policy = new TestPolicy();
    public final MailboxBudget mailboxes;
    public final Bans bans = new Bans(scheduler);
    public final Sessions sessions;
    public final Shutdown shutdown;
    public final Administration administration;

    public TestNode() {
        this(Limits.DEFAULTS);
    }

    public TestNode(Limits limits) {
        this(limits, UnaryOperator.identity(), UnaryOperator.identity());
    }

    public TestNode(Limits limits, MailboxBudget mailboxes) {
        this(limits, mailboxes, UnaryOperator.identity(), UnaryOperator.identity(), Turns.on(Runnable::run));
    }

    /** A node whose stores are wrapped, for instance to be slow. */
    public TestNode(Limits limits, UnaryOperator<PeerDirectory> directory, UnaryOperator<Mailbox> mailbox) {
        this(limits, amply(), directory, mailbox, Turns.on(Runnable::run));
    }

    /** A node whose tasks are run by others than the caller. */
    public TestNode(Turns turns) {
        this(Limits.DEFAULTS, amply(), UnaryOperator.identity(), UnaryOperator.identity(), turns);
    }

    private TestNode(
            Limits limits,
            MailboxBudget mailboxes,
            UnaryOperator<PeerDirectory> directory,
            UnaryOperator<Mailbox> mailbox,
            Turns turns) {
        this.limits = limits;
        this.mailboxes = mailboxes;
        this.rooms = new LocalRooms(turns, fault -> events.fault("room", fault), limits.roomMembers());
        Node node = new Node(
                registry,
                new Node.Stores(directory.apply(peers), mailbox.apply(new InMemoryMailbox(registry)), rooms, presence),
                policy.policy(),
                new StaticIceServerProvider(List.of()),
                turns,
                scheduler,
                ids,
                events,
                limits,
                mailboxes,
                bans);
        this.sessions = new Sessions(node);
        this.shutdown = new Shutdown(node, sessions);
        this.administration = new Administration(node);
    }

    private static MailboxBudget amply() {
        return new MailboxBudget(64 * 1024 * 1024, 32 * 1024, 1024 * 1024);
    }

    /** Connects a peer and checks that it is welcomed. */
    public TestPeer connect(String id) {
        TestPeer peer = TestPeer.connect(this, TestPeer.hello(id));
        assertThat(peer.peer().value()).isEqualTo(id);
        return peer;
    }

    /** Connects a peer whose session is resumable; its key is its id. */
    public TestPeer connectKeyed(String id) {
        return TestPeer.connect(this, TestPeer.hello(id, ConflictPolicy.REJECT, id, null));
    }

    /** Ends the sessions that are still there, and fails if anything of them is left. */
    @Override
    public void close() {
        shutdown.endAll();
        assertNothingLeft();
    }

    /** Fails if a session, a registration, a room, a timer or a fault is left. */
    public void assertNothingLeft() {
        assertThat(events.faults).isEmpty();
        assertThat(registry.size()).as("sessions").isZero();
        assertThat(peers.size()).as("registrations").isZero();
        assertThat(rooms.size()).as("rooms").isZero();
        assertThat(presence.size()).as("presence").isZero();
        assertThat(mailboxes.used()).as("bytes in mailboxes").isZero();
        assertThat(mailboxes.subjects()).as("subjects with bytes in mailboxes").isZero();
        assertThat(events.mailboxEvents).as("events in mailboxes").hasValue(0);
        assertThat(policy.sessions).as("sessions of subjects").isEmpty();
        assertThat(scheduler.pending()).as("timers").isZero();
    }
}

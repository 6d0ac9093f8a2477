package dev.beckon.server.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.server.cluster.InMemoryMailbox;
import dev.beckon.server.cluster.InMemoryPeerDirectory;
import dev.beckon.server.core.message.Limits;
import dev.beckon.server.core.peer.Hello.ConflictPolicy;
import dev.beckon.server.core.port.Mailbox;
import dev.beckon.server.core.port.PeerDirectory;
import dev.beckon.server.core.session.IdSource;
import dev.beckon.server.core.session.Node;
import dev.beckon.server.core.session.SessionRegistry;
import dev.beckon.server.core.session.Sessions;
import dev.beckon.server.ice.StaticIceServerProvider;
import dev.beckon.server.rooms.LocalRooms;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/** A whole node without gRPC: fake time, the caller's thread, real everything else. */
public final class TestNode {

    public final FakeScheduler scheduler = new FakeScheduler();
    public final RecordingEvents events = new RecordingEvents();
    public final SessionRegistry registry = new SessionRegistry();
    public final InMemoryPeerDirectory peers = new InMemoryPeerDirectory();
    public final LocalRooms rooms;
    public final IdSource ids = new IdSource(new Random(1));
    public final Limits limits;
    public final Sessions sessions;

    public TestNode() {
        this(Limits.DEFAULTS);
    }

    public TestNode(Limits limits) {
        this(limits, UnaryOperator.identity(), UnaryOperator.identity());
    }

    /** A node whose stores are wrapped, for instance to be slow. */
    public TestNode(Limits limits, UnaryOperator<PeerDirectory> directory, UnaryOperator<Mailbox> mailbox) {
        this.limits = limits;
        this.rooms = new LocalRooms(Runnable::run, fault -> events.fault("room", fault), limits.roomMembers());
        this.sessions = new Sessions(new Node(
                registry,
                directory.apply(peers),
                mailbox.apply(new InMemoryMailbox(registry)),
                rooms,
                new StaticIceServerProvider(List.of()),
                Runnable::run,
                scheduler,
                ids,
                events,
                limits,
                ConflictPolicy.REPLACE));
    }

    /** Connects a peer and checks that it is welcomed. */
    public TestPeer connect(String id) {
        TestPeer peer = TestPeer.connect(this, TestPeer.hello(id));
        assertThat(peer.welcome().peer().value()).isEqualTo(id);
        return peer;
    }

    /** Fails if a session, a registration, a room, a timer or a fault is left. */
    public void assertNothingLeft() {
        assertThat(events.faults).isEmpty();
        assertThat(registry.size()).as("sessions").isZero();
        assertThat(peers.size()).as("registrations").isZero();
        assertThat(rooms.size()).as("rooms").isZero();
        assertThat(scheduler.pending()).as("timers").isZero();
    }
}

package dev.beckon.simulation.client;

import dev.beckon.client.ice.IceServers;
import dev.beckon.client.internal.session.ClientMachine;
import dev.beckon.client.internal.session.ClientPort;
import dev.beckon.client.internal.session.FullJitter;
import dev.beckon.client.internal.session.Hello;
import dev.beckon.client.internal.session.MachineSettings;
import dev.beckon.client.internal.session.Outgoing;
import dev.beckon.client.internal.session.Phase;
import dev.beckon.client.internal.session.Profile;
import dev.beckon.client.internal.session.Stream;
import dev.beckon.client.internal.session.StreamEnd;
import dev.beckon.client.internal.session.StreamListener;
import dev.beckon.client.internal.session.Submission;
import dev.beckon.client.internal.session.Welcome;
import dev.beckon.client.outcome.Notice;
import dev.beckon.client.outcome.SendResult;
import dev.beckon.client.room.LeaveReason;
import dev.beckon.client.room.Member;
import dev.beckon.client.room.Presence;
import dev.beckon.client.room.Room;
import dev.beckon.client.signal.Data;
import dev.beckon.client.signal.Signal;
import dev.beckon.simulation.check.Books;
import dev.beckon.simulation.check.Ledger.Party;
import dev.beckon.simulation.net.Connection;
import dev.beckon.simulation.net.Connection.Network;
import dev.beckon.simulation.server.SimulatedTokens;
import dev.beckon.simulation.time.Dice;
import dev.beckon.simulation.time.World;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An app with its client library: a page or a process, from its start to its end. */
public final class App implements ClientPort {

    private static final long LONG_LIFE = 3_600 * World.SECOND;

    private final Network network;
    private final World world;
    private final Books books;
    private final Dice dice;
    private final Identity identity;
    private final Party party;
    private final AppTimers timers;
    private final Callbacks callbacks;
    private final RoomViews rooms;
    private final ClientMachine machine;
    private final Map<String, Presence> presences = new TreeMap<>();
    private List<String> watched = List.of();
    private @Nullable Connection connection;
    private String lastStop = "";
    private int streams;
    private int unsettled;
    private boolean inHurry;
    private boolean dead;

    public App(Network network, Identity identity) {
        this.network = network;
        this.world = network.world();
        this.books = network.books();
        this.dice = world.dice(identity.name());
        this.identity = identity;
        this.party = new Party(identity.name(), identity.peer(), identity.keyGroup());
        this.timers = new AppTimers(world);
        this.callbacks = new Callbacks(
                world, () -> inHurry ? 0 : dice.around(network.parameters().handling()));
        this.rooms = new RoomViews(books, identity.name());
        this.machine = new ClientMachine(
                this,
                timers,
                new MachineSettings(
                        new Profile(identity.name(), Map.of()),
                        attempt -> FullJitter.delayMillis(attempt, dice.fraction()),
                        identity::nextKey,
                        10_000,
                        network.parameters().tokenLife() != 0));
    }

    public Identity identity() {
        return identity;
    }

    public ClientMachine machine() {
        return machine;
    }

    public String name() {
        return identity.name();
    }

    /** Returns its current or latest stream. */
    public @Nullable Connection connection() {
        return connection;
    }

    /** Returns why it stopped last. */
    public String lastStop() {
        return lastStop;
    }

    /** Its process is killed. */
    public void die() {
        world.note("dies", name());
        dead = true;
        timers.die();
        callbacks.die();
        if (connection != null) {
            connection.cut(false, dice.percent(50));
        }
    }

    public boolean isDead() {
        return dead;
    }

    /** From now on callbacks take no time. */
    public void hurry() {
        inHurry = true;
    }

    public int timers() {
        return timers.pending();
    }

    public Map<String, Presence> presences() {
        return presences;
    }

    public List<String> watched() {
        return watched;
    }

    /** Returns the version that it sees of a room; 0 if it is not in it. */
    public long seenVersion(String room) {
        return rooms.version(room);
    }

    /** Returns the rooms that it sees. */
    public List<String> seenRooms() {
        return rooms.names();
    }

    /** Returns another member of a room; null if there is none. */
    @Nullable
    Member somebodyElse(String room) {
        return rooms.somebodyElse(dice, room, identity.peer());
    }

    public int unsettled() {
        return unsettled;
    }

    Dice dice() {
        return dice;
    }

    /** Sends a signal. */
    void signal(dev.beckon.client.signal.Address to, int bytes) {
        long id = books.ledger().submit(party);
        world.note("submits", name(), id, to);
        unsettled++;
        Outgoing frame = Outgoing.signal(to, Data.text(Long.toString(id), Integer.toString(bytes)));
        machine.submit(new Submission(frame, result -> {
            world.note("settled", name(), id, result);
            unsettled--;
            books.ledger().onSettled(id, result);
        }));
    }

    void submit(Outgoing frame) {
        machine.submit(new Submission(frame, result -> {}));
    }

    void watch(List<String> peers) {
        machine.submit(new Submission(Outgoing.watch(peers), result -> {
            if (result.isTaken()) {
                watched = peers;
            }
        }));
    }

    @Override
    public void onPhase(Phase phase, @Nullable StreamEnd why) {
        world.note("phase", name(), phase, why == null ? "" : why.code() + " " + why.reason());
        if (phase == Phase.STOPPED && why != null) {
            lastStop = why.reason();
        }
        if (phase == Phase.STOPPED || phase == Phase.CLOSED) {
            rooms.clear();
            presences.clear();
            watched = List.of();
        }
    }

    @Override
    public Stream open(Hello hello, StreamListener listener) {
        Connection opened = new Connection(network, name() + "/" + streams++, identity, hello, guarded(listener));
        connection = opened;
        world.note("opens", name(), streams, hello.sessionId(), hello.lastSeq());
        return opened.stream();
    }

    /** Discards input for a process that was killed. */
    private StreamListener guarded(StreamListener listener) {
        return new StreamListener() {
            @Override
            public void onHeard() {
                if (!dead) {
                    listener.onHeard();
                }
            }

            @Override
            public void onEvent(long seq, Event event) {
                if (!dead) {
                    listener.onEvent(seq, event);
                }
            }

            @Override
            public void onAck(long seq) {
                if (!dead) {
                    listener.onAck(seq);
                }
            }

            @Override
            public void onReady() {
                if (!dead) {
                    listener.onReady();
                }
            }

            @Override
            public void onEnd(StreamEnd end) {
                if (!dead) {
                    listener.onEnd(end);
                }
            }
        };
    }

    @Override
    public void fetchToken() {
        long life = inHurry ? LONG_LIFE : network.parameters().tokenLife();
        world.after(dice.around(100 * World.MILLI), () -> {
            if (dead) {
                return;
            }
            if (!inHurry && dice.percent(10)) {
                machine.onTokenFailed("not now");
            } else {
                machine.onToken(SimulatedTokens.token(identity.peer(), world.now() + life));
            }
        });
    }

    @Override
    public void whenHandled(Runnable done) {
        callbacks.whenHandled(done);
    }

    @Override
    public void onSession(String sessionId, Welcome.Result result) {
        world.note("has", name(), sessionId, result);
        identity.onWelcome();
        if (result != Welcome.Result.LOSSLESS) {
            rooms.clear();
            presences.clear();
        }
    }

    @Override
    public void onSettled(Submission submission, SendResult result) {
        submission.callback().onResult(result);
    }

    @Override
    public void onTakenFailed(Submission submission, SendResult result) {
        long id = submission.frame().accept(new SignalNumber());
        world.note("failed", name(), id, result);
        books.ledger().onFailed(id, result);
    }

    @Override
    public void onSignal(Signal signal) {
        long id = Long.parseLong(((Data) signal.body()).label());
        String session = machine.sessionId();
        callbacks.call(
                () -> {
                    world.note("told", name(), id, session);
                    books.ledger().onTold(id, party, session, signal.from(), signal.fromSessionId());
                },
                () -> books.ledger().onHandled(id));
    }

    @Override
    public void onRoomSnapshot(Room room) {
        rooms.show(room);
    }

    @Override
    public void onPeerJoined(Room room, Member member) {
        rooms.show(room);
    }

    @Override
    public void onPeerLeft(Room room, Member member, LeaveReason reason) {
        rooms.show(room);
    }

    @Override
    public void onMemberUpdated(Room room, Member member) {
        rooms.show(room);
    }

    @Override
    public void onRoomLeft(String room, LeaveReason reason) {
        rooms.forget(room);
    }

    @Override
    public void onRoomLost(String room, Notice notice) {
        rooms.forget(room);
    }

    @Override
    public void onPresence(Presence presence) {
        presences.put(presence.peerId(), presence);
    }

    @Override
    public void onIceServers(IceServers iceServers) {
        // None are configured.
    }

    @Override
    public void onNotice(Notice notice) {
        world.note("notice", name(), notice.code());
        if (notice.code() == Notice.Code.UNDELIVERED || notice.code() == Notice.Code.UNCONFIRMED) {
            books.findings().broken("P1 notice about nothing", name(), notice);
        }
    }
}

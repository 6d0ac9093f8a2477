package dev.beckon.server.core.session;

import dev.beckon.server.core.message.Command;
import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.message.Envelope;
import dev.beckon.server.core.message.Heartbeats;
import dev.beckon.server.core.message.IceServer;
import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.message.ServerEvent;
import dev.beckon.server.core.message.ServerEvent.Delivered;
import dev.beckon.server.core.message.ServerEvent.LeaveReason;
import dev.beckon.server.core.message.ServerEvent.RoomEvent;
import dev.beckon.server.core.message.Signal;
import dev.beckon.server.core.peer.Hello;
import dev.beckon.server.core.peer.Member;
import dev.beckon.server.core.peer.Origin;
import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.Profile;
import dev.beckon.server.core.peer.Registration;
import dev.beckon.server.core.peer.RoomId;
import dev.beckon.server.core.peer.SessionId;
import dev.beckon.server.core.port.PeerLink;
import dev.beckon.server.core.port.Rooms;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One registered peer, from hello to its end.
 *
 * <pre>
 *   CONNECTING --claim granted--> LIVE --bye, stream gone, replaced, silent, slow--> ENDED
 *        \------claim refused, stream gone------------------------------------------/
 * </pre>
 *
 * <p>Owned by: session executor. Public methods may be called from any thread.
 */
public final class Session implements Rooms.Observer {

    private static final CompletionStage<Optional<Refusal>> ACCEPTED =
            CompletableFuture.completedFuture(Optional.empty());

    /** How long a reader may take nothing while others send to it. */
    private static final Duration SLOW_AFTER = Duration.ofSeconds(5);

    private enum State {
        CONNECTING,
        LIVE,
        ENDED
    }

    // for the process
    private final Node node;
    private final Router router;

    // for the session
    private final Registration registration;
    private final Hello hello;
    private final Origin origin;
    private final SerialExecutor executor;
    private final Inbox inbox;
    private final Memberships memberships;
    private final CompletableFuture<Void> quiet = new CompletableFuture<>();
    private State state = State.CONNECTING;
    private boolean registering;
    private long refusingSince;

    // for the connection
    private final PeerLink link;
    private final @Nullable HeartbeatMonitor heartbeat;

    Session(Node node, Router router, Hello hello, Origin origin, Heartbeats heartbeats, PeerLink link) {
        this.node = node;
        this.router = router;
        this.hello = hello;
        this.origin = origin;
        this.link = link;
        this.registration = new Registration(hello.peer(), node.ids().nextSessionId(), hello.key());
        this.executor = new SerialExecutor(node.executor(), this::onFault);
        this.inbox = new Inbox(executor, new FrameWorker());
        this.memberships =
                new Memberships(node.rooms(), node.limits().rooms(), new Member(peer(), id(), hello.profile()));
        this.heartbeat = hello.key() == null
                ? null
                : new HeartbeatMonitor(
                        heartbeats,
                        node.scheduler(),
                        executor,
                        () -> send(new ServerEvent.Heartbeat()),
                        () -> onEnd(EndReason.HEARTBEAT_MISSED));
    }

    public SessionId id() {
        return registration.session();
    }

    public PeerId peer() {
        return registration.peer();
    }

    /** Takes a frame of the client. Frames of one caller are handled in the order of the calls. */
    public void receive(long seq, Command command, Receipt receipt) {
        executor.execute(() -> {
            if (heartbeat != null) {
                heartbeat.heard();
            }
            inbox.add(new Inbox.Frame(seq, command, receipt));
        });
    }

    /** Takes a signal for the client. */
    public CompletionStage<Optional<Refusal>> deliver(Envelope envelope) {
        return executor.submit(() -> onDeliver(envelope));
    }

    /**
     * Ends the session. The stage completes when it acts no more: it is over, its registration is settled, and no frame of
     * it is in work. Only then is its peer id given back.
     */
    public CompletionStage<Void> end(EndReason reason) {
        executor.execute(() -> onEnd(reason));
        return quiet;
    }

    @Override
    public void onRoomEvent(RoomEvent event) {
        executor.execute(() -> {
            memberships.onEvent(event);
            if (state == State.LIVE) {
                send(event);
            }
        });
    }

    /** Runs a task as the owner; for {@link Sessions}, which brings the session to life. */
    <T> CompletionStage<T> submit(Supplier<T> task) {
        return executor.submit(task);
    }

    /** Its registration is under way, until one of the two calls below. */
    void onRegistering() {
        executor.assertOwned();
        registering = true;
    }

    Registration registration() {
        return registration;
    }

    Hello hello() {
        return hello;
    }

    /** The peer id is ours. Whether the session goes live: its stream may be gone already. */
    boolean onRegistered(List<IceServer> iceServers) {
        executor.assertOwned();
        registering = false;
        if (state != State.CONNECTING) {
            settle();
            return false;
        }
        state = State.LIVE;
        Heartbeats intervals = heartbeat == null ? null : heartbeat.intervals();
        if (heartbeat != null) {
            heartbeat.start();
        }
        node.events().sessionStarted(registration, hello, origin);
        send(new ServerEvent.Welcome(id(), peer(), iceServers, node.limits(), intervals));
        return true;
    }

    /** The peer id is not ours: the session never was. */
    void onNotRegistered() {
        executor.assertOwned();
        registering = false;
        state = State.ENDED;
        inbox.close();
        settle();
    }

    private CompletionStage<Optional<Refusal>> route(long seq, Signal signal) {
        if (signal.to().equals(peer())) {
            return refuse(Refusal.toOneself());
        }
        if (signal.room() != null && !memberships.isJoined(signal.room())) {
            return refuse(Refusal.notInRoom(peer(), signal.room()));
        }
        return router.route(new Envelope(peer(), id(), hello.noRollback(), seq, signal));
    }

    private CompletionStage<Optional<Refusal>> update(Command.UpdateMember update) {
        Profile changed = memberships.profile().withAttributes(update.attributes());
        int max = node.limits().attributesBytes();
        if (changed.attributeBytes() > max) {
            return refuse(Refusal.attributesTooLarge(changed.attributeBytes(), max));
        }
        return memberships.update(
                update.displayName() == null ? changed : changed.withDisplayName(update.displayName()));
    }

    private Optional<Refusal> onDeliver(Envelope envelope) {
        if (state != State.LIVE) {
            return Optional.of(Refusal.notRegistered(peer()));
        }
        Signal signal = envelope.signal();
        if (signal.room() != null && !memberships.isJoined(signal.room())) {
            return Optional.of(Refusal.notInRoom(peer(), signal.room()));
        }
        boolean noRollback = hello.noRollback();
        if (signal.payload().isOffer()
                && !Politeness.mayOffer(envelope.from(), envelope.noRollback(), peer(), noRollback)) {
            return Optional.of(Refusal.onlyLowerMayOffer(peer()));
        }
        boolean polite = Politeness.isPolite(peer(), noRollback, envelope.from(), envelope.noRollback());
        if (link.send(new Delivered(envelope, polite))) {
            refusingSince = 0;
            sent();
            return Optional.empty();
        }
        return Optional.of(refuseFor(envelope));
    }

    /**
     * A burst that does not fit is its sender's affair: the receiver lives on. A reader that takes nothing for long is
     * ended.
     */
    private Refusal refuseFor(Envelope envelope) {
        long now = node.scheduler().nanoTime();
        if (refusingSince == 0) {
            refusingSince = now;
        } else if (now - refusingSince > SLOW_AFTER.toNanos()) {
            onEnd(EndReason.SLOW);
        }
        return Refusal.mailboxFull(envelope.signal().to());
    }

    private void send(ServerEvent event) {
        executor.assertOwned();
        if (!link.send(event)) {
            onEnd(EndReason.SLOW);
            return;
        }
        sent();
    }

    private void sent() {
        if (heartbeat != null) {
            heartbeat.sent();
        }
    }

    private void onEnd(EndReason reason) {
        onEnd(reason, "");
    }

    private void onEnd(EndReason reason, String reference) {
        executor.assertOwned();
        if (state == State.ENDED) {
            return;
        }
        boolean wasLive = state == State.LIVE;
        state = State.ENDED;
        if (heartbeat != null) {
            heartbeat.stop();
        }
        memberships.leaveAll(leaveReason(reason));
        inbox.close();
        // Before the client sees its stream end: who says hello again then must find the peer id free.
        releaseIfQuiet();
        if (wasLive) {
            node.events().sessionEnded(registration, reason);
        }
        // Nothing precedes the welcome: a session that never had one ends with its status alone.
        if (wasLive && (reason == EndReason.REPLACED || reason == EndReason.SHUTDOWN)) {
            link.send(new ServerEvent.GoAway(reason));
        }
        link.close(reason, reference);
        settle();
    }

    /** Tells who waits for it that this session acts no more; by then its client has been told too. */
    private void settle() {
        if (releaseIfQuiet()) {
            quiet.complete(null);
        }
    }

    /** Whoever wants the peer id next must not be overtaken by what this session still has in work. */
    private boolean releaseIfQuiet() {
        if (state != State.ENDED || registering || inbox.isWorking()) {
            return false;
        }
        node.directory().release(peer(), id());
        node.sessions().remove(this);
        return true;
    }

    private void onFault(Throwable fault) {
        onEnd(EndReason.FAULT, node.events().fault("session " + id(), fault));
    }

    private static LeaveReason leaveReason(EndReason reason) {
        return switch (reason) {
            case BYE -> LeaveReason.BYE;
            case REPLACED -> LeaveReason.REPLACED;
            case GONE, HEARTBEAT_MISSED, SLOW, PROTOCOL_ERROR, SHUTDOWN, FAULT -> LeaveReason.GONE;
        };
    }

    private static String connectionOf(Command command) {
        return command instanceof Command.SendSignal(Signal signal) ? signal.connectionId() : "";
    }

    private static CompletionStage<Optional<Refusal>> refuse(Refusal refusal) {
        return CompletableFuture.completedFuture(Optional.of(refusal));
    }

    /** Does what the client's frames ask for. */
    private final class FrameWorker implements Inbox.Worker {

        @Override
        public CompletionStage<Optional<Refusal>> perform(Inbox.Frame frame) {
            executor.assertOwned();
            return switch (frame.command()) {
                case Command.SendSignal(Signal signal) -> route(frame.seq(), signal);
                case Command.JoinRoom(RoomId room) -> memberships.join(room, frame.seq(), Session.this, executor);
                case Command.LeaveRoom(RoomId room) -> memberships.leave(room);
                case Command.UpdateMember update -> update(update);
                case Command.KeepAlive() -> ACCEPTED;
                case Command.Bye() -> {
                    onEnd(EndReason.BYE);
                    yield ACCEPTED;
                }
                case Command.Refused(Refusal refusal) -> refuse(refusal);
            };
        }

        @Override
        public Refusal onStoreFailure(Throwable failure) {
            node.events().fault("store", failure);
            return Refusal.unavailable();
        }

        @Override
        public void onDecided(Inbox.Frame frame, Optional<Refusal> refusal, long ack) {
            if (refusal.isPresent()) {
                node.events().refused(registration, refusal.get());
                if (state == State.LIVE) {
                    send(new ServerEvent.Notice(frame.seq(), refusal.get(), connectionOf(frame.command())));
                }
            }
            if (frame.seq() != 0) {
                link.ack(ack);
            }
        }

        @Override
        public void onIdle() {
            settle();
        }
    }
}

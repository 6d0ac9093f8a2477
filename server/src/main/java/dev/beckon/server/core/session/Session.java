package dev.beckon.server.core.session;

import dev.beckon.server.core.message.Command;
import dev.beckon.server.core.message.Delivery;
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
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One registered peer, from hello to its end.
 *
 * <pre>
 *   CONNECTING --claim granted--> LIVE --bye, stream gone, replaced, silent, slow--> ENDED
 *        \------claim refused, stream gone------------------------------------------/
 * </pre>
 *
 * <p>Frames of the client are worked on one at a time: the next begins when the outcome of the one before is decided. So
 * order needs no further care, the ack is a single number, and a slow store pushes back to the client's socket.
 *
 * <p>Owned by: session executor. Public methods may be called from any thread.
 */
public final class Session implements Rooms.Observer {

    private static final CompletionStage<Optional<Refusal>> ACCEPTED =
            CompletableFuture.completedFuture(Optional.empty());

    /** Frames that may wait behind the one in work; only a client that overlaps its Sends gets there. */
    private static final int INBOX_CAPACITY = 16;

    private enum State {
        CONNECTING,
        LIVE,
        ENDED
    }

    private record Frame(long seq, Command command, Receipt receipt) {}

    // for the process
    private final Node node;
    private final Router router;

    // for the session
    private final Registration registration;
    private final Hello hello;
    private final Origin origin;
    private final SerialExecutor executor;
    private final Memberships memberships = new Memberships();
    private final Queue<Frame> inbox = new ArrayDeque<>(2);
    private Profile profile;
    private State state = State.CONNECTING;
    private long lastReceived;
    private long lastDecided;
    private boolean working;

    // for the connection
    private final PeerLink link;
    private final @Nullable HeartbeatMonitor heartbeat;

    Session(Node node, Router router, Hello hello, Origin origin, Heartbeats heartbeats, PeerLink link) {
        this.node = node;
        this.router = router;
        this.hello = hello;
        this.origin = origin;
        this.link = link;
        this.profile = hello.profile();
        this.registration = new Registration(hello.peer(), node.ids().nextSessionId(), hello.key());
        this.executor = new SerialExecutor(node.executor(), this::onFault);
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
        executor.execute(() -> onFrame(new Frame(seq, command, receipt)));
    }

    /** Takes a signal for the client. */
    public CompletionStage<Delivery> deliver(Envelope envelope) {
        CompletableFuture<Delivery> result = new CompletableFuture<>();
        executor.execute(() -> result.complete(onDeliver(envelope)));
        return result;
    }

    /** Ends the session. The stage completes when it acts no more. */
    public CompletionStage<Void> end(EndReason reason) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        executor.execute(() -> {
            onEnd(reason);
            done.complete(null);
        });
        return done;
    }

    @Override
    public void onRoomEvent(RoomEvent event) {
        executor.execute(() -> {
            memberships.onEvent(event, id());
            if (state == State.LIVE) {
                send(event);
            }
        });
    }

    /** Runs a task as the owner; for {@link Sessions}, which brings the session to life. */
    void run(Runnable task) {
        executor.execute(task);
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
        if (state != State.CONNECTING) {
            node.directory().release(peer(), id());
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
        state = State.ENDED;
        node.sessions().remove(this);
    }

    private void onFrame(Frame frame) {
        if (working) {
            if (inbox.size() == INBOX_CAPACITY) {
                frame.receipt().overrun();
            } else {
                inbox.add(frame);
            }
            return;
        }
        work(frame);
    }

    private void work(Frame frame) {
        if (state != State.LIVE) {
            frame.receipt().ended();
            return;
        }
        if (heartbeat != null) {
            heartbeat.heard();
        }
        long seq = frame.seq();
        if (seq != 0) {
            if (seq <= lastReceived) {
                frame.receipt().decided(lastDecided);
                return;
            }
            if (seq != lastReceived + 1) {
                frame.receipt().gap(lastReceived + 1);
                return;
            }
            lastReceived = seq;
        }
        CompletionStage<Optional<Refusal>> outcome = perform(seq, frame.command());
        CompletableFuture<Optional<Refusal>> future = outcome.toCompletableFuture();
        if (future.isDone() && !future.isCompletedExceptionally()) {
            onDecided(frame, future.join());
            return;
        }
        working = true;
        outcome.whenComplete((refusal, fault) -> executor.execute(() -> {
            working = false;
            onDecided(frame, fault == null ? refusal : Optional.of(unavailable(fault)));
            while (!working && !inbox.isEmpty()) {
                work(inbox.remove());
            }
        }));
    }

    private CompletionStage<Optional<Refusal>> perform(long seq, Command command) {
        return switch (command) {
            case Command.SendSignal(Signal signal) -> route(seq, signal);
            case Command.JoinRoom(RoomId room) -> join(seq, room);
            case Command.LeaveRoom(RoomId room) -> leave(room);
            case Command.UpdateMember update -> update(update);
            case Command.KeepAlive() -> ACCEPTED;
            case Command.Bye() -> {
                onEnd(EndReason.BYE);
                yield ACCEPTED;
            }
            case Command.Refused(Refusal refusal) -> refuse(refusal);
        };
    }

    private void onDecided(Frame frame, Optional<Refusal> refusal) {
        if (refusal.isPresent()) {
            node.events().refused(registration, refusal.get());
            if (state == State.LIVE) {
                send(new ServerEvent.Notice(frame.seq(), refusal.get(), connectionOf(frame.command())));
            }
        }
        if (frame.seq() != 0) {
            lastDecided = frame.seq();
            link.ack(lastDecided);
        }
        frame.receipt().decided(lastDecided);
    }

    private CompletionStage<Optional<Refusal>> route(long seq, Signal signal) {
        if (signal.to().equals(peer())) {
            return refuse(Refusal.toOneself());
        }
        if (signal.room() != null && !memberships.isJoined(signal.room())) {
            return refuse(Refusal.notInRoom(peer(), signal.room()));
        }
        return router.route(new Envelope(peer(), id(), hello.noRollback(), seq, signal))
                .thenApply(delivery -> delivery instanceof Delivery.Rejected(Refusal refusal)
                        ? Optional.of(refusal)
                        : Optional.empty());
    }

    private CompletionStage<Optional<Refusal>> join(long seq, RoomId room) {
        if (!memberships.hasPlaceFor(room, node.limits().rooms())) {
            return refuse(Refusal.tooManyRooms(room, node.limits().rooms()));
        }
        memberships.joining(room);
        return node.rooms().join(room, self(), seq, this).whenComplete((refusal, fault) -> {
            if (fault != null || refusal.isPresent()) {
                executor.execute(() -> memberships.refused(room));
            }
        });
    }

    private CompletionStage<Optional<Refusal>> leave(RoomId room) {
        if (!memberships.isJoined(room)) {
            return refuse(Refusal.notInRoom(peer(), room));
        }
        return node.rooms().leave(room, self(), LeaveReason.LEFT).thenCompose(left -> ACCEPTED);
    }

    private CompletionStage<Optional<Refusal>> update(Command.UpdateMember update) {
        Profile changed = profile.withAttributes(update.attributes());
        if (changed.attributeBytes() > node.limits().attributesBytes()) {
            return refuse(Refusal.attributesTooLarge(
                    changed.attributeBytes(), node.limits().attributesBytes()));
        }
        profile = update.displayName() == null ? changed : changed.withDisplayName(update.displayName());
        CompletionStage<?>[] updates = memberships.all().stream()
                .map(room -> node.rooms().update(room, self()))
                .toArray(CompletionStage<?>[]::new);
        return all(updates).thenCompose(done -> ACCEPTED);
    }

    private Delivery onDeliver(Envelope envelope) {
        if (state != State.LIVE) {
            return new Delivery.Rejected(Refusal.notRegistered(peer()));
        }
        Signal signal = envelope.signal();
        if (signal.room() != null && !memberships.isJoined(signal.room())) {
            return new Delivery.Rejected(Refusal.notInRoom(peer(), signal.room()));
        }
        boolean noRollback = hello.noRollback();
        if (signal.payload().isOffer()
                && !Politeness.mayOffer(envelope.from(), envelope.noRollback(), peer(), noRollback)) {
            return new Delivery.Rejected(Refusal.onlyLowerMayOffer(peer()));
        }
        boolean polite = Politeness.isPolite(peer(), noRollback, envelope.from(), envelope.noRollback());
        return send(new Delivered(envelope, polite))
                ? new Delivery.Taken()
                : new Delivery.Rejected(Refusal.notRegistered(peer()));
    }

    private boolean send(ServerEvent event) {
        executor.assertOwned();
        if (!link.send(event)) {
            onEnd(EndReason.SLOW);
            return false;
        }
        if (heartbeat != null) {
            heartbeat.sent();
        }
        return true;
    }

    private void onEnd(EndReason reason) {
        executor.assertOwned();
        if (state == State.ENDED) {
            return;
        }
        boolean wasLive = state == State.LIVE;
        state = State.ENDED;
        if (heartbeat != null) {
            heartbeat.stop();
        }
        node.sessions().remove(this);
        Member self = self();
        memberships.all().forEach(room -> node.rooms().leave(room, self, leaveReason(reason)));
        if (wasLive) {
            node.directory().release(peer(), id());
            node.events().sessionEnded(registration, reason);
        }
        if (reason == EndReason.REPLACED || reason == EndReason.SHUTDOWN) {
            link.send(new ServerEvent.GoAway(reason, null));
        }
        link.close(reason);
        for (Frame frame = inbox.poll(); frame != null; frame = inbox.poll()) {
            frame.receipt().ended();
        }
    }

    private void onFault(Throwable fault) {
        node.events().fault("session " + registration.session(), fault);
        onEnd(EndReason.FAULT);
    }

    private Refusal unavailable(Throwable fault) {
        node.events().fault("store", fault);
        return Refusal.unavailable();
    }

    private Member self() {
        return new Member(peer(), id(), profile);
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

    private static CompletableFuture<Void> all(CompletionStage<?>[] stages) {
        CompletableFuture<?>[] futures = new CompletableFuture<?>[stages.length];
        for (int i = 0; i < stages.length; i++) {
            futures[i] = stages[i].toCompletableFuture();
        }
        return CompletableFuture.allOf(futures);
    }
}

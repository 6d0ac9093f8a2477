package dev.beckon.server.core.session;

import dev.beckon.server.core.message.Command;
import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.message.Envelope;
import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.message.ServerEvent;
import dev.beckon.server.core.message.Signal;
import dev.beckon.server.core.peer.IdPatterns;
import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.Profile;
import dev.beckon.server.core.peer.RoomId;
import dev.beckon.server.core.port.FrameLimiter;
import dev.beckon.server.core.port.TokenVerifier.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Executes the client's commands. Owned by: session executor. */
final class FrameWorker implements Inbox.Worker {

    private static final CompletionStage<Optional<Refusal>> ACCEPTED =
            CompletableFuture.completedFuture(Optional.empty());

    private final SessionLife life;
    private final Session session;
    private final SerialExecutor executor;
    private final Node node;
    private final Router router;
    private final FrameLimiter limiter;

    FrameWorker(SessionLife life, Session session, SerialExecutor executor, Node node, Router router) {
        this.life = life;
        this.session = session;
        this.executor = executor;
        this.node = node;
        this.router = router;
        this.limiter = node.policy().frameLimiters().get();
    }

    @Override
    public CompletionStage<Optional<Refusal>> perform(Inbox.Frame frame) {
        Command command = frame.command();
        if (command instanceof Command.KeepAlive) {
            return ACCEPTED;
        }
        if (command instanceof Command.Bye) {
            life.end(EndReason.BYE, "");
            return ACCEPTED;
        }
        long wait = limiter.takeOrWaitNanos();
        return wait == 0 ? performWithinLimit(frame) : refuse(Refusal.rateLimited(Duration.ofNanos(wait)));
    }

    @Override
    public Refusal onStoreFailure(Throwable failure) {
        node.events().fault("store", failure);
        return Refusal.unavailable();
    }

    @Override
    public void onDecided(Inbox.Frame frame, Optional<Refusal> refusal, long ack) {
        if (refusal.isPresent()) {
            List<Long> seqs = frame.seq() == 0 ? List.of() : List.of(frame.seq());
            life.onRefused(new ServerEvent.Notice(seqs, refusal.get(), connectionOf(frame.command())));
        }
        if (frame.seq() != 0) {
            life.onFramesDecided(ack);
        }
    }

    @Override
    public void onIdle() {
        life.settle();
    }

    private CompletionStage<Optional<Refusal>> performWithinLimit(Inbox.Frame frame) {
        Memberships memberships = life.memberships();
        return switch (frame.command()) {
            case Command.SendSignal(Signal signal) -> route(frame.seq(), signal);
            case Command.JoinRoom(RoomId room) -> withinFanOut(() -> join(room, frame.seq()));
            case Command.LeaveRoom(RoomId room) -> memberships.leave(room);
            case Command.UpdateMember update -> withinFanOut(() -> update(update));
            case Command.WatchPresence(var peers) -> peers.isEmpty() ? watch(peers) : withinFanOut(() -> watch(peers));
            case Command.RefreshToken(String token) -> refreshToken(token);
            case Command.Refused(Refusal refusal) -> refuse(refusal);
            case Command.KeepAlive keepAlive -> ACCEPTED;
            case Command.Bye bye -> ACCEPTED;
        };
    }

    /** Unless the session has caused more than it may. Leaving is never refused, but charged too. */
    private CompletionStage<Optional<Refusal>> withinFanOut(Supplier<CompletionStage<Optional<Refusal>>> work) {
        long debt = life.memberships().debtNanos();
        return debt == 0 ? work.get() : refuse(Refusal.fanOutLimited(Duration.ofNanos(debt)));
    }

    private CompletionStage<Optional<Refusal>> route(long seq, Signal signal) {
        if (signal.to().equals(session.peer())) {
            return refuse(Refusal.toOneself());
        }
        if (!life.access().grants().signalTo().contain(signal.to().value())) {
            return refuse(Refusal.signalNotGranted(signal.to()));
        }
        if (signal.room() != null && !life.memberships().isJoined(signal.room())) {
            return refuse(Refusal.notInRoom(session.peer(), signal.room()));
        }
        return router.route(new Envelope(
                session.peer(), session.id(), session.registration().subject(), life.noRollback(), seq, signal));
    }

    private CompletionStage<Optional<Refusal>> join(RoomId room, long seq) {
        return life.access().grants().rooms().contain(room.value())
                ? life.memberships().join(room, seq, session, executor)
                : refuse(Refusal.roomNotGranted(room));
    }

    private CompletionStage<Optional<Refusal>> watch(Set<PeerId> peers) {
        IdPatterns granted = life.access().grants().watch();
        for (PeerId peer : peers) {
            if (!granted.contain(peer.value())) {
                return refuse(Refusal.watchNotGranted(peer));
            }
        }
        return life.watch(peers);
    }

    private CompletionStage<Optional<Refusal>> update(Command.UpdateMember update) {
        Memberships memberships = life.memberships();
        Profile changed = memberships.profile().withAttributes(update.attributes());
        int max = node.limits().attributesBytes();
        if (changed.attributeBytes() > max) {
            return refuse(Refusal.attributesTooLarge(changed.attributeBytes(), max));
        }
        return memberships.update(
                update.displayName() == null ? changed : changed.withDisplayName(update.displayName()));
    }

    private CompletionStage<Optional<Refusal>> refreshToken(String token) {
        return node.policy().tokens().verify(token).thenCompose(verdict -> switch (verdict) {
            case Verdict.Refused refused -> refuse(ofToken(refused));
            case Verdict.Valid(var access) -> session.ask(alive -> alive.renewAccess(access));
        });
    }

    /** The present token stays in force. The client may present this one again later, or another one. */
    private static Refusal ofToken(Verdict.Refused refused) {
        return refused.problem().isTemporary()
                ? Refusal.tokenUndecided(refused.message(), refused.retryAfter())
                : Refusal.tokenRefused(refused.message(), refused.retryAfter());
    }

    private static String connectionOf(Command command) {
        return command instanceof Command.SendSignal(Signal signal) ? signal.connectionId() : "";
    }

    private static CompletionStage<Optional<Refusal>> refuse(Refusal refusal) {
        return CompletableFuture.completedFuture(Optional.of(refusal));
    }
}

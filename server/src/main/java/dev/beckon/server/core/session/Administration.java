package dev.beckon.server.core.session;

import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.message.Envelope;
import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.message.Signal;
import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.Registration;
import dev.beckon.server.core.peer.RoomId;
import dev.beckon.server.core.peer.SessionId;
import dev.beckon.server.core.port.Page;
import dev.beckon.server.core.port.PeerDirectory;
import dev.beckon.server.core.port.Rooms;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Views and actions for operators and the app's backend. Callable from any thread. Stages complete exceptionally if a
 * store is unavailable.
 */
public final class Administration {

    /** The sender of signals from the app's backend. No client can have this id. */
    public static final PeerId BACKEND = new PeerId("$backend");

    /** Not the id of any session: nobody can reply to it. */
    public static final SessionId BACKEND_SESSION = new SessionId("$backend");

    /** A further round is needed only if the receiver's peer id changes its holder at the same moment. */
    private static final int ROUNDS = 3;

    private final Node node;
    private final PeerDirectory directory;
    private final Rooms rooms;
    private final Router router;

    public Administration(Node node) {
        this.node = node;
        this.directory = node.stores().directory();
        this.rooms = node.stores().rooms();
        this.router = new Router(directory, node.stores().mailbox());
    }

    /** The outcome of a signal from the backend. */
    public sealed interface Delivery {

        /** The signal is in the mailbox of this session. Its later outcome is not reported. */
        record Taken(SessionId session) implements Delivery {}

        /** The signal was certainly not delivered. */
        record Rejected(Refusal refusal) implements Delivery {}
    }

    /** The outcome of disconnecting a peer. */
    public enum Disconnect {
        DONE,
        NOT_REGISTERED,
        /** The maximum number of peers is banned. Nothing was done. */
        TOO_MANY_BANS
    }

    /** Lists the registered peers of this node. */
    public CompletionStage<Page<SessionView>> peers(Page.Query query) {
        // A session that ends and its successor may both be in the registry: the directory decides.
        Set<String> ids = node.sessions().all().stream()
                .map(session -> session.peer().value())
                .collect(Collectors.toSet());
        return Page.of(ids, query, id -> peer(new PeerId(id)));
    }

    /** Returns a registered peer. */
    public CompletionStage<Optional<SessionView>> peer(PeerId peer) {
        return find(peer)
                .thenCompose(session -> session.isPresent()
                        ? session.get().ask(SessionLife::view)
                        : CompletableFuture.completedFuture(Optional.empty()));
    }

    /** Lists the rooms that have members. */
    public CompletionStage<Page<Rooms.View>> rooms(Page.Query query) {
        return rooms.list(query);
    }

    /** Returns a room, if it has members. */
    public CompletionStage<Optional<Rooms.View>> room(RoomId room) {
        return rooms.inspect(room);
    }

    /**
     * Removes all members of a room, and notifies them.
     *
     * @return the number removed; 0 if there is no such room
     */
    public CompletionStage<Integer> closeRoom(RoomId room) {
        return rooms.close(room);
    }

    /**
     * Ends a peer's session. The stage completes when the session is inactive.
     *
     * @param ban how long the peer is banned, registered or not; null for no ban
     * @param message text for the user, "" for the default text
     */
    public CompletionStage<Disconnect> disconnect(PeerId peer, @Nullable Duration ban, String message) {
        // The ban comes first: later arrivals are refused, and earlier ones are found.
        if (ban != null && !node.bans().add(peer, ban)) {
            return CompletableFuture.completedFuture(Disconnect.TOO_MANY_BANS);
        }
        return find(peer)
                .thenCompose(session -> session.isPresent()
                        ? session.get().end(EndReason.DISCONNECTED, message).thenApply(ended -> Disconnect.DONE)
                        : CompletableFuture.completedFuture(Disconnect.NOT_REGISTERED));
    }

    /**
     * Sends a signal to a peer. The backend cannot roll back offers.
     *
     * @param signal without a room: the backend is in none
     */
    public CompletionStage<Delivery> send(Signal signal) {
        return send(signal, ROUNDS);
    }

    /**
     * Ends the sessions of this node whose access token was revoked. The stage completes when they are inactive.
     *
     * @return the number of sessions ended
     */
    public CompletionStage<Integer> endRevoked() {
        List<CompletableFuture<Boolean>> ends = node.sessions().all().stream()
                .map(session -> endIfRevoked(session).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(ends.toArray(CompletableFuture<?>[]::new))
                .thenApply(all ->
                        (int) ends.stream().filter(CompletableFuture::join).count());
    }

    private CompletionStage<Boolean> endIfRevoked(Session session) {
        return session.ask(life -> node.policy().tokens().isRevoked(life.access())
                        && life.view().isPresent())
                .thenCompose(revoked -> revoked
                        ? session.end(EndReason.TOKEN_REVOKED, "").thenApply(ended -> true)
                        : CompletableFuture.completedFuture(false));
    }

    private CompletionStage<Delivery> send(Signal signal, int rounds) {
        return directory.locate(signal.to()).thenCompose(found -> {
            SessionId wanted = signal.toSession();
            SessionId session =
                    wanted != null || found.isEmpty() ? wanted : found.get().session();
            if (session == null) {
                return rejected(Refusal.notRegistered(signal.to()));
            }
            // Pinned to the session that is returned to the caller.
            Signal pinned = new Signal(signal.to(), session, signal.room(), signal.connectionId(), signal.payload());
            return router.route(new Envelope(BACKEND, BACKEND_SESSION, "", true, 0, pinned))
                    .thenCompose(refusal -> {
                        if (refusal.isEmpty()) {
                            return CompletableFuture.completedFuture(new Delivery.Taken(session));
                        }
                        return wanted == null && rounds > 1 && isGone(refusal.get())
                                ? send(signal, rounds - 1)
                                : rejected(refusal.get());
                    });
        });
    }

    /** The session ended after it was located. There may be a successor. */
    private static boolean isGone(Refusal refusal) {
        return refusal.code() == Refusal.Code.PEER_NOT_REGISTERED
                || refusal.code() == Refusal.Code.PEER_SESSION_REPLACED;
    }

    private static CompletionStage<Delivery> rejected(Refusal refusal) {
        return CompletableFuture.completedFuture(new Delivery.Rejected(refusal));
    }

    private CompletionStage<Optional<Session>> find(PeerId peer) {
        return directory.locate(peer).thenApply(held -> held.map(Registration::session)
                .map(node.sessions()::find));
    }
}

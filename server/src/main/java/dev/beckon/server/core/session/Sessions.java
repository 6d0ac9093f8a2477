package dev.beckon.server.core.session;

import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.message.Heartbeats;
import dev.beckon.server.core.message.IceServer;
import dev.beckon.server.core.peer.Hello;
import dev.beckon.server.core.peer.Origin;
import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.Registration;
import dev.beckon.server.core.port.PeerDirectory.Claim;
import dev.beckon.server.core.port.PeerLink;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The way into the core: turns a hello and a stream into a session. Callable from any thread. */
public final class Sessions {

    private static final CompletionStage<Void> NOTHING = CompletableFuture.completedFuture(null);

    private final Node node;
    private final Router router;
    private volatile boolean down;

    public Sessions(Node node) {
        this.node = node;
        this.router = new Router(node.directory(), node.mailbox());
    }

    /** What became of a hello. */
    public sealed interface Attach {

        /** The session is live, and its link has the welcome. */
        record Attached() implements Attach {}

        /** Another session holds the peer id and may not be replaced. */
        record PeerIdTaken(PeerId peer) implements Attach {}

        /** The stream ended before the session could begin. */
        record StreamGone() implements Attach {}
    }

    /**
     * Prepares a session that acts only once it is registered. {@link Session#end} takes it back at any time.
     *
     * @param origin where the stream comes from, for the logs
     * @param heartbeats the door's intervals; used if the hello has a key
     * @param link the stream, which gets the welcome as its first event
     */
    public Session prepare(Hello hello, Origin origin, Heartbeats heartbeats, PeerLink link) {
        return new Session(node, router, hello, origin, heartbeats, link);
    }

    /** Registers a prepared session, once. The stage completes exceptionally when a store is away. */
    public CompletionStage<Attach> register(Session session) {
        node.sessions().add(session);
        // Read after the session is in the registry: a shutdown that begins now either finds it there or is seen here.
        if (down) {
            return session.end(EndReason.SHUTDOWN).thenApply(ended -> new Attach.StreamGone());
        }
        CompletableFuture<Attach> outcome = new CompletableFuture<>();
        session.submit(() -> {
            session.onRegistering();
            return claim(session).whenComplete((attach, fault) -> {
                if (fault == null) {
                    outcome.complete(attach);
                } else {
                    notRegistered(session).thenRun(() -> outcome.completeExceptionally(fault));
                }
            });
        });
        return outcome;
    }

    /** Ends all sessions, and those that come later. The stage completes when they act no more. */
    public CompletionStage<Void> shutdown() {
        down = true;
        CompletableFuture<?>[] ended = node.sessions().all().stream()
                .map(session -> session.end(EndReason.SHUTDOWN).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(ended);
    }

    /** The ICE servers come first, because nothing may fail between the grant of the peer id and the welcome. */
    private CompletionStage<Attach> claim(Session session) {
        return node.iceServers().iceServers().thenCompose(iceServers -> node.directory()
                .claim(session.registration(), held -> mayReplace(session.hello(), held))
                .thenCompose(claim -> switch (claim) {
                    case Claim.Held() ->
                        notRegistered(session).thenApply(settled -> new Attach.PeerIdTaken(session.peer()));
                    case Claim.Granted granted ->
                        tellDisplaced(granted).thenCompose(told -> goLive(session, iceServers));
                }));
    }

    /** Before the new session speaks, the old one must act no more. */
    private CompletionStage<Void> tellDisplaced(Claim.Granted granted) {
        Registration displaced = granted.displaced();
        Session old = displaced == null ? null : node.sessions().find(displaced.session());
        return old == null ? NOTHING : old.end(EndReason.REPLACED);
    }

    private static CompletionStage<Attach> goLive(Session session, List<IceServer> iceServers) {
        return session.submit(() -> session.onRegistered(iceServers) ? new Attach.Attached() : new Attach.StreamGone());
    }

    private static CompletionStage<Session> notRegistered(Session session) {
        return session.submit(() -> {
            session.onNotRegistered();
            return session;
        });
    }

    private boolean mayReplace(Hello hello, Registration held) {
        if (held.key() != null && hello.ownKeys().stream().anyMatch(held.key()::matches)) {
            return true;
        }
        return hello.onConflict() == Hello.ConflictPolicy.REPLACE && node.conflictCap() == Hello.ConflictPolicy.REPLACE;
    }
}

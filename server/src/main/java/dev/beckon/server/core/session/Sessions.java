package dev.beckon.server.core.session;

import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.message.ServerEvent.AttachResult;
import dev.beckon.server.core.peer.Access;
import dev.beckon.server.core.peer.Hello;
import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.Registration;
import dev.beckon.server.core.port.PeerDirectory;
import dev.beckon.server.core.port.PeerDirectory.Claim;
import dev.beckon.server.core.port.TokenVerifier.Verdict;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The entrance to the core: attaches a stream with a hello to a new or an existing session. Callable from any thread.
 */
public final class Sessions {

    private static final CompletionStage<Void> NOTHING = CompletableFuture.completedFuture(null);

    /** A further round is needed only if another client presents the same key at the same moment. */
    private static final int ROUNDS = 10;

    private final Node node;
    private final PeerDirectory directory;
    private final Router router;
    private volatile boolean closed;

    public Sessions(Node node) {
        this.node = node;
        this.directory = node.stores().directory();
        this.router = new Router(directory, node.stores().mailbox());
    }

    /** The outcome of a hello. */
    public sealed interface Attach {

        /** The stream has the welcome. */
        record Attached() implements Attach {}

        /**
         * Another session holds the peer id and may not be replaced.
         *
         * @param freeIn when it ends if its client does not come back; null unless that session is away
         */
        record PeerIdTaken(PeerId peer, @Nullable Duration freeIn) implements Attach {}

        /** The access token was refused, or cannot be verified now. */
        record TokenRefused(Verdict.Refused why) implements Attach {}

        /** The access token does not grant the peer id. */
        record PeerIdNotGranted(PeerId peer) implements Attach {}

        /** The peer is banned for this time. */
        record Banned(PeerId peer, Duration remaining) implements Attach {}

        /** The subject has reached its limit of sessions. */
        record TooManySessions(String subject) implements Attach {}

        /** The client claims events that were never sent. */
        record LastSeqUnknown(long lastSeq) implements Attach {}

        /** A later hello of this client arrived first. */
        record Outdated() implements Attach {}

        /** The session ended before it could begin, for instance because another one replaced it. */
        record Ended(EndReason reason) implements Attach {}

        /** The server is shutting down. */
        record GoingDown() implements Attach {}
    }

    /**
     * Attaches a stream to the session whose key its hello presents, or to a new one. The stage completes exceptionally
     * if a store is unavailable. Unless the result is {@link Attach.Attached}, nothing was sent on the stream.
     *
     * @param token the access token; null if there was none
     */
    public CompletionStage<Attach> attach(Attachment attachment, @Nullable String token) {
        return node.policy().tokens().verify(token).thenCompose(verdict -> switch (verdict) {
            case Verdict.Refused refused -> done(new Attach.TokenRefused(refused));
            case Verdict.Valid(Access access) -> admit(attachment, access);
        });
    }

    /** Verifies an access token, for calls that need no session. */
    public CompletionStage<Verdict> verify(@Nullable String token) {
        return node.policy().tokens().verify(token);
    }

    /** Refuses all further streams. */
    public void close() {
        closed = true;
    }

    private CompletionStage<Attach> admit(Attachment attachment, Access access) {
        PeerId peer = attachment.hello().peer();
        if (!access.grants().peerIds().contain(peer.value())) {
            return done(new Attach.PeerIdNotGranted(peer));
        }
        Duration ban = node.bans().remaining(peer);
        if (!ban.isZero()) {
            return done(new Attach.Banned(peer, ban));
        }
        // The ICE servers come first, because nothing may fail between the grant of the peer id and the welcome.
        return node.iceServers()
                .iceServers()
                .thenCompose(iceServers -> place(new Arrival(attachment, access, iceServers), ROUNDS));
    }

    private CompletionStage<Attach> place(Arrival arrival, int rounds) {
        if (closed) {
            return done(new Attach.GoingDown());
        }
        if (rounds == 0) {
            return CompletableFuture.failedFuture(new IllegalStateException("the peer id changes hands all the time"));
        }
        if (arrival.hello().key() == null) {
            return claim(arrival, rounds);
        }
        return directory
                .locate(arrival.hello().peer())
                .thenCompose(held -> held.isPresent() && arrival.ownsSession(held.get())
                        ? resume(arrival, held.get(), rounds)
                        : claim(arrival, rounds));
    }

    private CompletionStage<Attach> resume(Arrival arrival, Registration held, int rounds) {
        Session session = node.sessions().find(held.session());
        if (session == null) {
            return place(arrival, rounds - 1);
        }
        return session.ask(life -> life.resume(arrival)).thenCompose(resumption -> switch (resumption) {
            case REPEATED, LOSSLESS -> done(attached(arrival, session));
            case SEQ_UNKNOWN -> done(new Attach.LastSeqUnknown(arrival.hello().lastSeq()));
            case OUTDATED -> done(new Attach.Outdated());
            case NOT_YET -> session.begun().thenCompose(begun -> place(arrival, rounds - 1));
            case OUT_OF_STEP -> session.end(EndReason.REPLACED, "").thenCompose(ended -> place(arrival, rounds - 1));
        });
    }

    private CompletionStage<Attach> claim(Arrival arrival, int rounds) {
        Hello hello = arrival.hello();
        Registration registration = new Registration(
                hello.peer(),
                node.ids().nextSessionId(),
                hello.key(),
                arrival.access().subject());
        AttachResult result = hello.session() == null ? AttachResult.NEW : AttachResult.RESYNC;
        Session session = new Session(node, router, registration, arrival, result);
        node.sessions().add(session);
        // Read after the session is in the registry: a shutdown that begins now either finds it there or is seen here.
        if (closed) {
            return cancel(session).thenApply(settled -> new Attach.GoingDown());
        }
        CompletableFuture<Attach> outcome = new CompletableFuture<>();
        directory
                .claim(registration, held -> mayReplace(arrival, held))
                .thenCompose(claim -> switch (claim) {
                    case Claim.Held() -> cancel(session).thenCompose(settled -> held(arrival, rounds));
                    case Claim.Granted(Registration displaced) -> granted(arrival, session, displaced);
                })
                .whenComplete((attach, fault) -> {
                    if (fault == null) {
                        outcome.complete(attach);
                    } else {
                        cancel(session).thenRun(() -> outcome.completeExceptionally(fault));
                    }
                });
        return outcome;
    }

    /** The peer id is held, perhaps by this client itself if another of its streams arrived meanwhile. */
    private CompletionStage<Attach> held(Arrival arrival, int rounds) {
        PeerId peer = arrival.hello().peer();
        return directory
                .locate(peer)
                .thenCompose(held -> held.isPresent() && arrival.ownsSession(held.get())
                        ? place(arrival, rounds - 1)
                        : freeIn(held).thenApply(time -> new Attach.PeerIdTaken(peer, time.orElse(null))));
    }

    /** Returns when the session ends if its client does not come back. */
    private CompletionStage<Optional<Duration>> freeIn(Optional<Registration> held) {
        Session holder =
                held.map(Registration::session).map(node.sessions()::find).orElse(null);
        return holder == null
                ? CompletableFuture.completedFuture(Optional.empty())
                : holder.ask(life -> life.tenure().window().remaining());
    }

    private CompletionStage<Attach> granted(Arrival arrival, Session session, @Nullable Registration displaced) {
        boolean takesPlace = displaced != null && arrival.isSameSubject(displaced);
        return session.ask(life -> life.tenure().count(takesPlace))
                .thenCompose(counted -> counted
                        ? begin(arrival, session, displaced)
                        // The claim displaced it, so it must not continue without its peer id.
                        : end(displaced)
                                .thenCompose(ended -> cancel(session))
                                .thenApply(settled -> new Attach.TooManySessions(
                                        arrival.access().subject())));
    }

    private CompletionStage<Attach> begin(Arrival arrival, Session session, @Nullable Registration displaced) {
        return end(displaced)
                .thenCompose(ended -> session.ask(life -> life.begin(arrival)))
                .thenApply(end -> end.isEmpty() ? attached(arrival, session) : new Attach.Ended(end.get()));
    }

    /** A ban or revocation during the attach may have missed this session; it ends now in that case. */
    private Attach attached(Arrival arrival, Session session) {
        if (!node.bans().remaining(session.peer()).isZero()) {
            session.end(EndReason.DISCONNECTED, "");
        } else if (node.policy().tokens().isRevoked(arrival.access())) {
            session.end(EndReason.TOKEN_REVOKED, "");
        }
        return new Attach.Attached();
    }

    /** The displaced session must be inactive before the new one begins. */
    private CompletionStage<Void> end(@Nullable Registration displaced) {
        Session old = displaced == null ? null : node.sessions().find(displaced.session());
        return old == null ? NOTHING : old.end(EndReason.REPLACED, "");
    }

    private static CompletionStage<Boolean> cancel(Session session) {
        return session.ask(SessionLife::cancel);
    }

    private boolean mayReplace(Arrival arrival, Registration held) {
        if (arrival.ownsSession(held)) {
            // It must be resumed, not replaced.
            return false;
        }
        return arrival.hasReplaced(held)
                || (arrival.hello().onConflict() == Hello.ConflictPolicy.REPLACE
                        && node.policy().conflictCap() == Hello.ConflictPolicy.REPLACE
                        && arrival.isSameSubject(held));
    }

    private static CompletionStage<Attach> done(Attach attach) {
        return CompletableFuture.completedFuture(attach);
    }
}

package dev.beckon.server.core.session;

import dev.beckon.server.core.message.Envelope;
import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.SessionId;
import dev.beckon.server.core.port.Mailbox;
import dev.beckon.server.core.port.PeerDirectory;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Routes a signal to the mailbox of the receiving session. Stateless; callable from any thread. */
final class Router {

    private final PeerDirectory directory;
    private final Mailbox mailbox;

    Router(PeerDirectory directory, Mailbox mailbox) {
        this.directory = directory;
        this.mailbox = mailbox;
    }

    /** Returns the reason if the signal was certainly not delivered; empty if it is in the mailbox. */
    CompletionStage<Optional<Refusal>> route(Envelope envelope) {
        PeerId to = envelope.signal().to();
        return directory.locate(to).thenCompose(found -> {
            if (found.isEmpty()) {
                return refused(Refusal.notRegistered(to));
            }
            SessionId session = found.get().session();
            SessionId wanted = envelope.signal().toSession();
            if (wanted != null) {
                return wanted.equals(session)
                        ? mailbox.append(session, envelope)
                        : refused(Refusal.sessionReplaced(to));
            }
            return mailbox.append(session, envelope).thenCompose(refusal -> again(envelope, session, refusal));
        });
    }

    /**
     * The session may have ended between the two steps. If a successor holds the peer id by now, it gets the signal.
     */
    private CompletionStage<Optional<Refusal>> again(Envelope envelope, SessionId tried, Optional<Refusal> refusal) {
        if (refusal.isEmpty() || refusal.get().code() != Refusal.Code.PEER_NOT_REGISTERED) {
            return CompletableFuture.completedFuture(refusal);
        }
        return directory.locate(envelope.signal().to()).thenCompose(found -> {
            if (found.isEmpty() || found.get().session().equals(tried)) {
                return CompletableFuture.completedFuture(refusal);
            }
            return mailbox.append(found.get().session(), envelope);
        });
    }

    private static CompletionStage<Optional<Refusal>> refused(Refusal refusal) {
        return CompletableFuture.completedFuture(Optional.of(refusal));
    }
}

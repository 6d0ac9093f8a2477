package dev.beckon.server.cluster;

import dev.beckon.server.core.message.Envelope;
import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.peer.SessionId;
import dev.beckon.server.core.port.Mailbox;
import dev.beckon.server.core.session.Session;
import dev.beckon.server.core.session.SessionRegistry;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Hands signals straight to the sessions of this one node. */
public final class InMemoryMailbox implements Mailbox {

    private final SessionRegistry sessions;

    public InMemoryMailbox(SessionRegistry sessions) {
        this.sessions = sessions;
    }

    @Override
    public CompletionStage<Optional<Refusal>> append(SessionId receiver, Envelope envelope) {
        Session session = sessions.find(receiver);
        return session == null
                ? CompletableFuture.completedFuture(
                        Optional.of(Refusal.notRegistered(envelope.signal().to())))
                : session.deliver(envelope);
    }
}

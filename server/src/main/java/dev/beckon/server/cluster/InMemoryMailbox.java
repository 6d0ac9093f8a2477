package dev.beckon.server.cluster;

import dev.beckon.server.core.message.Envelope;
import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.message.ServerEvent;
import dev.beckon.server.core.peer.SessionId;
import dev.beckon.server.core.port.Mailbox;
import dev.beckon.server.core.session.Session;
import dev.beckon.server.core.session.SessionRegistry;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Delivers signals and outcomes directly to the sessions of this node, which hold their mailboxes. */
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

    @Override
    public void report(SessionId sender, ServerEvent.Notice outcome) {
        Session session = sessions.find(sender);
        if (session != null) {
            session.report(outcome);
        }
    }
}

package dev.beckon.server.core.session;

import dev.beckon.server.core.message.Delivery;
import dev.beckon.server.core.message.Delivery.Rejected;
import dev.beckon.server.core.message.Envelope;
import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.SessionId;
import dev.beckon.server.core.port.Mailbox;
import dev.beckon.server.core.port.PeerDirectory;
import java.util.concurrent.CompletionStage;

/** Finds the session that a signal is for, and hands it to that session's mailbox. Stateless; callable from any thread. */
final class Router {

    private final PeerDirectory directory;
    private final Mailbox mailbox;

    Router(PeerDirectory directory, Mailbox mailbox) {
        this.directory = directory;
        this.mailbox = mailbox;
    }

    CompletionStage<Delivery> route(Envelope envelope) {
        PeerId to = envelope.signal().to();
        return directory.locate(to).thenCompose(found -> {
            if (found.isEmpty()) {
                return Delivery.rejected(Refusal.notRegistered(to));
            }
            SessionId session = found.get().session();
            SessionId wanted = envelope.signal().toSession();
            if (wanted != null && !wanted.equals(session)) {
                return Delivery.rejected(Refusal.sessionReplaced(to));
            }
            return mailbox.append(session, envelope).thenCompose(delivery -> again(envelope, session, delivery));
        });
    }

    /** The session may have ended between the two steps. If a successor holds the peer id by now, the signal is for it. */
    private CompletionStage<Delivery> again(Envelope envelope, SessionId tried, Delivery delivery) {
        if (!(delivery instanceof Rejected rejected)) {
            return Delivery.TAKEN;
        }
        if (rejected.refusal().code() != Refusal.Code.PEER_NOT_REGISTERED
                || envelope.signal().toSession() != null) {
            return Delivery.rejected(rejected.refusal());
        }
        return directory.locate(envelope.signal().to()).thenCompose(found -> {
            if (found.isEmpty() || found.get().session().equals(tried)) {
                return Delivery.rejected(rejected.refusal());
            }
            return mailbox.append(found.get().session(), envelope);
        });
    }
}

package dev.beckon.server.core.port;

import dev.beckon.server.core.message.Envelope;
import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.peer.SessionId;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Port: where signals for a session go. Keeps the order of calls for one sender and one receiver. Called on any thread;
 * must not block; a stage that completes exceptionally means that the store is away.
 */
public interface Mailbox {

    /**
     * Hands a signal to a session.
     *
     * @return why not, if it was certainly not handed over
     */
    CompletionStage<Optional<Refusal>> append(SessionId receiver, Envelope envelope);
}

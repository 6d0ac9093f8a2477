package dev.beckon.server.core.port;

import dev.beckon.server.core.message.Envelope;
import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.message.ServerEvent;
import dev.beckon.server.core.peer.SessionId;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Port: stores what waits for sessions. Keeps the order of calls for one sender and one receiver. Called on any thread;
 * must not block; a stage that completes exceptionally means that the store is unavailable.
 */
public interface Mailbox {

    /**
     * Puts a signal into a session's mailbox. From then on it has exactly one outcome (design promise P1).
     *
     * @return the reason if it is certainly not in the mailbox
     */
    CompletionStage<Optional<Refusal>> append(SessionId receiver, Envelope envelope);

    /**
     * Reports the outcome of signals to the session that sent them. No effect if that session has ended: the promise
     * ends with it.
     */
    void report(SessionId sender, ServerEvent.Notice outcome);
}

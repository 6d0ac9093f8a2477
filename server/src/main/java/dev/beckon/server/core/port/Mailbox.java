package dev.beckon.server.core.port;

import dev.beckon.server.core.message.Envelope;
import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.message.ServerEvent;
import dev.beckon.server.core.peer.SessionId;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Port: what waits for sessions. Keeps the order of calls for one sender and one receiver. Called on any thread; must not
 * block; a stage that completes exceptionally means that the store is away.
 */
public interface Mailbox {

    /**
     * Puts a signal into a session's mailbox. From then on it has exactly one outcome (design promise P1).
     *
     * @return why not, if it is certainly not there
     */
    CompletionStage<Optional<Refusal>> append(SessionId receiver, Envelope envelope);

    /** Tells a session what became of signals that it sent. Without effect if it is over: the promise dies with it. */
    void report(SessionId sender, ServerEvent.Notice outcome);
}

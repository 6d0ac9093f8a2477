package dev.beckon.server.core.port;

import dev.beckon.server.core.message.Delivery;
import dev.beckon.server.core.message.Envelope;
import dev.beckon.server.core.peer.SessionId;
import java.util.concurrent.CompletionStage;

/**
 * Port: where signals for a session go. Keeps the order of calls for one sender and one receiver. Called on any thread;
 * must not block; a stage that completes exceptionally means that the store is away.
 */
public interface Mailbox {

    /** Hands a signal to a session. */
    CompletionStage<Delivery> append(SessionId receiver, Envelope envelope);
}

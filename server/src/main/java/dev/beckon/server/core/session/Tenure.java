package dev.beckon.server.core.session;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A session's hold on its peer id, from the wish for it until it is given back. Owned by: session executor; the two stages
 * may be asked for from any thread.
 */
final class Tenure {

    private final Node node;
    private final Session session;
    private final CompletableFuture<Void> begun = new CompletableFuture<>();
    private final CompletableFuture<Void> quiet = new CompletableFuture<>();
    private boolean deciding = true;
    private boolean released;

    Tenure(Node node, Session session) {
        this.node = node;
        this.session = session;
    }

    /** Completes when it is decided whether the session holds the peer id. */
    CompletionStage<Void> begun() {
        return begun;
    }

    /** Completes when the session acts no more, and its client was told. */
    CompletionStage<Void> quiet() {
        return quiet;
    }

    /** The peer id was granted or refused. */
    void onDecided() {
        deciding = false;
        begun.complete(null);
    }

    /** The session is over. Whoever wants the peer id next must not be overtaken by what is still in work. */
    void release(boolean isWorking) {
        if (!deciding && !isWorking && !released) {
            released = true;
            node.stores().directory().release(session.peer(), session.id());
            node.sessions().remove(session);
        }
    }

    /** Its client was told. */
    void settle(boolean isWorking) {
        release(isWorking);
        if (released) {
            quiet.complete(null);
        }
    }
}

package dev.beckon.server.core.session;

import dev.beckon.server.core.port.SubjectQuota;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A session's claim to its peer id, from the request to the release. Owned by: session executor; the two stages may be
 * requested from any thread.
 */
final class Tenure {

    private final Node node;
    private final Session session;
    private final OwnedTimer window;
    private final CompletableFuture<Void> begun = new CompletableFuture<>();
    private final CompletableFuture<Void> quiet = new CompletableFuture<>();
    private Instant since = Instant.EPOCH;
    private boolean deciding = true;
    private boolean counted;
    private boolean released;

    Tenure(Node node, Session session, SerialExecutor executor) {
        this.node = node;
        this.session = session;
        this.window = new OwnedTimer(node.scheduler(), executor);
    }

    /** Runs while the session is away: at its end, the client has not come back. */
    OwnedTimer window() {
        return window;
    }

    /** Completes when it is decided whether the session holds the peer id. */
    CompletionStage<Void> begun() {
        return begun;
    }

    /** Completes when the session is inactive and its client was notified. */
    CompletionStage<Void> quiet() {
        return quiet;
    }

    /**
     * Counts the session for its subject.
     *
     * @param inAnyCase whether it replaces another session of this subject
     * @return false if the subject has reached its limit of sessions
     */
    boolean count(boolean inAnyCase) {
        SubjectQuota subjects = node.policy().subjects();
        String subject = session.registration().subject();
        if (inAnyCase) {
            subjects.take(subject);
            counted = true;
        } else {
            counted = subjects.tryTake(subject);
        }
        return counted;
    }

    /** The peer id was granted or refused. */
    void onDecided() {
        deciding = false;
        since = node.scheduler().now();
        begun.complete(null);
    }

    /** Returns when it was granted. */
    Instant since() {
        return since;
    }

    /**
     * The session has ended. Its frames in progress must not take effect after those of the next holder of the peer id.
     */
    void release(boolean isWorking) {
        if (!deciding && !isWorking && !released) {
            released = true;
            if (counted) {
                node.policy().subjects().release(session.registration().subject());
            }
            node.stores().directory().release(session.peer(), session.id());
            node.sessions().remove(session);
        }
    }

    /** Its client was notified. */
    void settle(boolean isWorking) {
        release(isWorking);
        if (released) {
            quiet.complete(null);
        }
    }
}

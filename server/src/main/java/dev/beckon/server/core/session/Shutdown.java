package dev.beckon.server.core.session;

import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.message.ServerEvent.GoAway;
import dev.beckon.server.core.port.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Ends all sessions of a node: first asks those that have a stream to leave, spread over time, then ends the remaining
 * ones. Callable from any thread.
 */
public final class Shutdown {

    private static final Duration LONGEST_APART = Duration.ofMillis(100);

    private final Node node;
    private final Sessions sessions;

    public Shutdown(Node node, Sessions sessions) {
        this.node = node;
        this.sessions = sessions;
    }

    /**
     * Refuses new streams, and asks all clients to leave.
     *
     * @param spread the clients leave one by one within this time
     * @param deadline how long they may take
     * @return completes when all have left, or at the deadline
     */
    public CompletionStage<Void> drain(Duration spread, Duration deadline) {
        sessions.close();
        List<Session> all = List.copyOf(node.sessions().all());
        CompletableFuture<Void> over = new CompletableFuture<>();
        Scheduler.Timer timer = node.scheduler().schedule(deadline, () -> over.complete(null));
        CompletableFuture<?>[] ends = new CompletableFuture<?>[all.size()];
        Duration apart = apart(spread, ends.length);
        for (int i = 0; i < ends.length; i++) {
            Duration delay = apart.multipliedBy(i);
            Session session = all.get(i);
            session.ask(life -> life.goAway(new GoAway(EndReason.SHUTDOWN, delay, deadline, "")));
            ends[i] = session.quiet().toCompletableFuture();
        }
        return CompletableFuture.anyOf(CompletableFuture.allOf(ends), over).thenRun(timer::cancel);
    }

    /**
     * Ends all sessions. First reports the outcomes of pending signals to every sender. The stage completes when the
     * sessions are inactive.
     */
    public CompletionStage<Void> endAll() {
        sessions.close();
        return forAll(session -> session.ask(SessionLife::retire))
                .thenCompose(told -> forAll(session -> session.end(EndReason.SHUTDOWN, "")));
    }

    /** A few clients need not wait for each other. */
    private static Duration apart(Duration spread, int clients) {
        Duration share = clients == 0 ? spread : spread.dividedBy(clients);
        return share.compareTo(LONGEST_APART) < 0 ? share : LONGEST_APART;
    }

    private CompletionStage<Void> forAll(Function<Session, CompletionStage<?>> task) {
        return CompletableFuture.allOf(node.sessions().all().stream()
                .map(session -> task.apply(session).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new));
    }
}

package dev.beckon.client.internal.session;

import dev.beckon.client.outcome.Notice;
import dev.beckon.client.outcome.SendResult;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The peers that the app watches, independent of the session: the list that the server accepted last. Each new session
 * watches them again, repeatedly if the server cannot accept that at the moment. A refused watch of the app changes
 * nothing, as on the server.
 *
 * <p>Owned by its session.
 */
final class WatchedPeers {

    private static final Outbox.Which WATCHES = frame -> frame.watchedPeers() != null;

    private final SessionEvents events;
    private final Outbox outbox;
    private final Timers timers;
    private final Runnable pump;

    // per client
    private List<String> watched = Collections.emptyList();

    // per session
    /** Whether the server does not watch them in this session yet. */
    private boolean missing;

    private Timers.@Nullable Timer retry;

    WatchedPeers(SessionEvents events, Outbox outbox, Timers timers, Runnable pump) {
        this.events = events;
        this.outbox = outbox;
        this.timers = timers;
        this.pump = pump;
    }

    /** A new session begins. Returns its watch; null if there is none, or if the app's own comes instead. */
    @Nullable
    Submission onSession() {
        missing = !watched.isEmpty();
        return missing && !outbox.has(WATCHES) ? Submission.ofLibrary(Outgoing.watch(watched)) : null;
    }

    /** The session is lost. */
    void onSessionLost() {
        cancelRetry();
        missing = false;
    }

    /** The client stops: nobody is watched any more. */
    void clear() {
        onSessionLost();
        watched = Collections.emptyList();
    }

    void onSettled(Submission watch, List<String> peers, SendResult result) {
        Notice refusal = result.notice();
        if (result.isTaken()) {
            cancelRetry();
            missing = false;
            watched = peers;
        } else if (refusal != null) {
            onRefused(watch, refusal);
        }
        if (!watch.isOfLibrary()) {
            events.onSettled(watch, result);
        }
    }

    private void onRefused(Submission watch, Notice refusal) {
        if (watch.isOfLibrary() && !PassingRefusal.is(refusal)) {
            clear();
            events.onNotice(refusal);
        } else if (missing) {
            cancelRetry();
            retry = timers.schedule(this::repeat, PassingRefusal.delayMillis(refusal));
        }
    }

    private void repeat() {
        retry = null;
        // A newer list of the app replaces this one, or returns here when it is refused.
        if (!outbox.has(WATCHES)) {
            outbox.add(Submission.ofLibrary(Outgoing.watch(watched)));
            pump.run();
        }
    }

    private void cancelRetry() {
        if (retry != null) {
            retry.cancel();
            retry = null;
        }
    }
}

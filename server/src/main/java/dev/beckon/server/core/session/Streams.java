package dev.beckon.server.core.session;

import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.message.ServerEvent.GoAway;
import dev.beckon.server.core.peer.Origin;
import dev.beckon.server.core.port.SignalingEvents;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The streams of one session: the current one, and the latest of those it replaced, so that their clients get the right
 * status. Owned by: session executor.
 */
final class Streams {

    private static final int REMEMBERED = 4;

    private static final Set<EndReason> TOLD =
            Set.of(EndReason.REPLACED, EndReason.SHUTDOWN, EndReason.DISCONNECTED, EndReason.TAKEN_OVER);

    private final SignalingEvents events;
    private final Deque<Attachment> takenOver = new ArrayDeque<>(0);
    private @Nullable Attachment current;
    private Origin latestOrigin = new Origin("", "");
    private Duration resumeWindow = Duration.ZERO;
    private long latestAttempt;

    Streams(SignalingEvents events) {
        this.events = events;
    }

    boolean isCurrent(Attachment attachment) {
        return current == attachment;
    }

    boolean wasTakenOver(Attachment attachment) {
        return takenOver.contains(attachment);
    }

    Origin latestOrigin() {
        return latestOrigin;
    }

    /** Returns how long the session may be without a stream; depends on the transport of the latest one. */
    Duration resumeWindow() {
        return resumeWindow;
    }

    /** Returns the highest attempt number of a hello that attached. */
    long latestAttempt() {
        return latestAttempt;
    }

    /** Makes this the current stream. */
    void takeOver(Attachment newer) {
        Attachment older = current;
        current = newer;
        latestOrigin = newer.origin();
        latestAttempt = Math.max(latestAttempt, newer.hello().attempt());
        resumeWindow =
                newer.liveness() == null ? Duration.ZERO : newer.liveness().resumeWindow();
        if (older != null) {
            takenOver.add(older);
            if (takenOver.size() > REMEMBERED) {
                takenOver.remove().onOver();
            }
            close(older, EndReason.TAKEN_OVER, "");
        }
    }

    /** The current stream is lost. */
    void close(EndReason reason) {
        Attachment lost = current;
        current = null;
        if (lost != null) {
            close(lost, reason, "");
            lost.onOver();
        }
    }

    /** Ends all streams of the session. */
    void end(EndReason reason, String words) {
        Attachment last = current;
        current = null;
        if (last != null) {
            close(last, reason, words);
            last.onOver();
        }
        takenOver.forEach(Attachment::onOver);
        takenOver.clear();
    }

    private void close(Attachment attachment, EndReason reason, String words) {
        if (TOLD.contains(reason)) {
            events.goAwaySent(reason);
            attachment.send(GoAway.now(reason, words));
        }
        attachment.close(reason, words);
    }
}

package dev.beckon.server.observability;

import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.message.ServerEvent.AttachResult;
import dev.beckon.server.core.peer.Hello;
import dev.beckon.server.core.peer.Origin;
import dev.beckon.server.core.peer.Registration;
import dev.beckon.server.core.port.SignalingEvents;

/** Forwards events to the log and the metrics. Callable from any thread. */
public final class AllSignalingEvents implements SignalingEvents {

    private final SignalingEvents log;
    private final SignalingEvents metrics;

    /** @param log supplies the references of faults */
    public AllSignalingEvents(SignalingEvents log, SignalingEvents metrics) {
        this.log = log;
        this.metrics = metrics;
    }

    @Override
    public void sessionStarted(Registration registration, Hello hello, Origin origin) {
        log.sessionStarted(registration, hello, origin);
        metrics.sessionStarted(registration, hello, origin);
    }

    @Override
    public void sessionEnded(Registration registration, EndReason reason) {
        log.sessionEnded(registration, reason);
        metrics.sessionEnded(registration, reason);
    }

    @Override
    public void refused(Registration registration, Refusal refusal) {
        log.refused(registration, refusal);
        metrics.refused(registration, refusal);
    }

    @Override
    public void sessionAttached(Registration registration, AttachResult result, Origin origin) {
        log.sessionAttached(registration, result, origin);
        metrics.sessionAttached(registration, result, origin);
    }

    @Override
    public void sessionAway(Registration registration, EndReason reason) {
        log.sessionAway(registration, reason);
        metrics.sessionAway(registration, reason);
    }

    @Override
    public void reported(Registration registration, Refusal outcome, int signals) {
        log.reported(registration, outcome, signals);
        metrics.reported(registration, outcome, signals);
    }

    @Override
    public void mailboxChanged(int events, int bytes) {
        metrics.mailboxChanged(events, bytes);
    }

    @Override
    public void goAwaySent(EndReason reason) {
        metrics.goAwaySent(reason);
    }

    @Override
    public void relayed(long waitedNanos) {
        metrics.relayed(waitedNanos);
    }

    @Override
    public String fault(String where, Throwable cause) {
        metrics.fault(where, cause);
        return log.fault(where, cause);
    }
}

package dev.beckon.simulation.server;

import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.message.ServerEvent.AttachResult;
import dev.beckon.server.core.peer.Hello;
import dev.beckon.server.core.peer.Origin;
import dev.beckon.server.core.peer.Registration;
import dev.beckon.server.core.port.SignalingEvents;
import dev.beckon.simulation.check.Findings;
import dev.beckon.simulation.check.Findings.Count;
import dev.beckon.simulation.check.SessionBook;
import dev.beckon.simulation.time.World;
import java.util.Arrays;

/** Observes the core for the checks. */
final class NodeEvents implements SignalingEvents {

    private final World world;
    private final Findings findings;
    private final SessionBook sessions;
    private int mailboxEvents;
    private int mailboxBytes;

    NodeEvents(World world, Findings findings, SessionBook sessions) {
        this.world = world;
        this.findings = findings;
        this.sessions = sessions;
    }

    int mailboxEvents() {
        return mailboxEvents;
    }

    int mailboxBytes() {
        return mailboxBytes;
    }

    @Override
    public void sessionStarted(Registration registration, Hello hello, Origin origin) {
        world.note("session", registration.peer(), registration.session(), "started");
    }

    @Override
    public void sessionAttached(Registration registration, AttachResult result, Origin origin) {
        world.note("session", registration.peer(), registration.session(), "attached", result, origin.address());
        findings.count(Count.ATTACHES);
        if (result != AttachResult.NEW) {
            findings.count(result == AttachResult.LOSSLESS ? Count.RESUMES : Count.RESYNCS);
        }
    }

    @Override
    public void sessionAway(Registration registration, EndReason reason) {
        world.note("session", registration.peer(), registration.session(), "away", reason);
        sessions.onAway(registration.session());
        if (reason == EndReason.SLOW) {
            findings.count(Count.SLOW);
        }
    }

    @Override
    public void sessionEnded(Registration registration, EndReason reason) {
        world.note("session", registration.peer(), registration.session(), "ended", reason);
        sessions.onEnd(registration, reason);
        if (reason == EndReason.REPLACED) {
            findings.count(Count.REPLACEMENTS);
        } else if (reason == EndReason.EXPIRED) {
            findings.count(Count.EXPIRIES);
        }
    }

    @Override
    public void refused(Registration registration, Refusal refusal) {}

    @Override
    public void reported(Registration registration, Refusal outcome, int signals) {}

    @Override
    public void mailboxChanged(int events, int bytes) {
        mailboxEvents += events;
        mailboxBytes += bytes;
        if (mailboxEvents < 0 || mailboxBytes < 0) {
            findings.broken("P4 mailbox below nothing", mailboxEvents, mailboxBytes);
        }
    }

    @Override
    public void goAwaySent(EndReason reason) {
        if (reason == EndReason.TAKEN_OVER) {
            findings.count(Count.TAKEOVERS);
        }
    }

    @Override
    public void relayed(long waitedNanos) {}

    @Override
    public String fault(String where, Throwable cause) {
        findings.broken("fault", where, cause, Arrays.toString(cause.getStackTrace()));
        return "";
    }
}

package dev.beckon.server.testing;

import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.message.ServerEvent.AttachResult;
import dev.beckon.server.core.peer.Hello;
import dev.beckon.server.core.peer.Origin;
import dev.beckon.server.core.peer.Registration;
import dev.beckon.server.core.port.SignalingEvents;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Remembers what an operator would see. */
public final class RecordingEvents implements SignalingEvents {

    public final List<Throwable> faults = new CopyOnWriteArrayList<>();
    public final List<Refusal> refusals = new CopyOnWriteArrayList<>();
    public final List<EndReason> ends = new CopyOnWriteArrayList<>();
    public final List<EndReason> losses = new CopyOnWriteArrayList<>();
    public final List<AttachResult> attaches = new CopyOnWriteArrayList<>();
    public final AtomicInteger mailboxEvents = new AtomicInteger();
    public final AtomicInteger mailboxBytes = new AtomicInteger();

    /** Begins anew, but for what still is: the mailboxes. */
    public void forget() {
        List.of(faults, refusals, ends, losses, attaches).forEach(List::clear);
    }

    @Override
    public void sessionStarted(Registration registration, Hello hello, Origin origin) {}

    @Override
    public void sessionAttached(Registration registration, AttachResult result, Origin origin) {
        attaches.add(result);
    }

    @Override
    public void sessionAway(Registration registration, EndReason reason) {
        losses.add(reason);
    }

    @Override
    public void reported(Registration registration, Refusal outcome, int signals) {}

    @Override
    public void mailboxChanged(int events, int bytes) {
        mailboxEvents.addAndGet(events);
        mailboxBytes.addAndGet(bytes);
    }

    @Override
    public void goAwaySent(EndReason reason) {}

    @Override
    public void relayed(long waitedNanos) {}

    @Override
    public void sessionEnded(Registration registration, EndReason reason) {
        ends.add(reason);
    }

    @Override
    public void refused(Registration registration, Refusal refusal) {
        refusals.add(refusal);
    }

    @Override
    public String fault(String where, Throwable cause) {
        faults.add(cause);
        return "ref" + faults.size();
    }
}

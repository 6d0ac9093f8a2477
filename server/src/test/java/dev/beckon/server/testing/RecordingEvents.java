package dev.beckon.server.testing;

import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.peer.Hello;
import dev.beckon.server.core.peer.Origin;
import dev.beckon.server.core.peer.Registration;
import dev.beckon.server.core.port.SignalingEvents;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what an operator would see. */
public final class RecordingEvents implements SignalingEvents {

    public final List<Throwable> faults = new CopyOnWriteArrayList<>();
    public final List<Refusal> refusals = new CopyOnWriteArrayList<>();
    public final List<EndReason> ends = new CopyOnWriteArrayList<>();

    @Override
    public void sessionStarted(Registration registration, Hello hello, Origin origin) {}

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

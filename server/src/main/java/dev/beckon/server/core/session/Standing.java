package dev.beckon.server.core.session;

import dev.beckon.server.core.peer.PeerPresence.State;
import dev.beckon.server.core.peer.Registration;
import dev.beckon.server.core.port.FanOutLimiter;
import dev.beckon.server.core.port.Presence;
import java.time.Duration;

/**
 * What others see of the session: live, away or gone. Each change is told to all members of its rooms and to all who watch
 * it, at its own cost. While it has used up its allowance, by losing its stream again and again for instance, nothing is told;
 * afterwards only how it is then. Owned by: session executor.
 */
final class Standing {

    private final Registration registration;
    private final Presence presence;
    private final Memberships memberships;
    private final FanOutLimiter fanOut;
    private final OwnedTimer timer;
    private boolean away;

    Standing(
            Node node,
            SerialExecutor executor,
            Registration registration,
            Memberships memberships,
            FanOutLimiter fanOut) {
        this.registration = registration;
        this.presence = node.stores().presence();
        this.memberships = memberships;
        this.fanOut = fanOut;
        this.timer = new OwnedTimer(node.scheduler(), executor);
    }

    /** The session has a stream, which is shown each room anew. */
    void onAttached() {
        show(false);
        memberships.chargeSnapshots();
    }

    /** The session's stream is gone. */
    void onAway() {
        show(true);
    }

    private void show(boolean nowAway) {
        away = nowAway;
        if (timer.isRunning()) {
            return;
        }
        long wait = fanOut.waitNanos();
        if (wait == 0) {
            tell();
        } else {
            timer.start(Duration.ofNanos(wait), this::tell);
        }
    }

    /** The session is over: that is told at once. */
    void end() {
        timer.stop();
        show(State.OFFLINE);
    }

    private void tell() {
        memberships.showAway(away);
        show(away ? State.AWAY : State.LIVE);
    }

    private void show(State state) {
        presence.show(registration.peer(), registration.session(), state).thenAccept(fanOut::charge);
    }
}

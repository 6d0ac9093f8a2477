package dev.beckon.server.core.session;

import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.message.Refusal;
import java.util.function.Consumer;

/** Decides which frames are handled, and processes their acks. Owned by: session executor. */
final class Intake {

    private final Streams streams;
    private final SessionMailbox mailbox;
    private final Outbound outbound;
    private final Inbox inbox;
    private final Consumer<EndReason> lose;

    /** Whether a frame of the present stream was dropped: those after it must be dropped too. */
    private boolean shedding;

    /** @param lose ends the present stream */
    Intake(Streams streams, SessionMailbox mailbox, Outbound outbound, Inbox inbox, Consumer<EndReason> lose) {
        this.streams = streams;
        this.mailbox = mailbox;
        this.outbound = outbound;
        this.inbox = inbox;
        this.lose = lose;
    }

    void onAttached() {
        shedding = false;
    }

    void onFrame(Attachment from, Inbox.Frame frame, long ack) {
        if (!streams.isCurrent(from)) {
            if (streams.wasTakenOver(from)) {
                frame.receipt().takenOver();
            } else {
                frame.receipt().ended();
            }
            return;
        }
        from.heard(frame.command());
        Inbox.Frame heard = frame;
        if (from.isResumable() && ack != 0) {
            if (Long.compareUnsigned(ack, mailbox.highestGiven()) <= 0) {
                outbound.onAck(ack);
            } else {
                heard = frame.refused(Refusal.ackTooHigh(ack, mailbox.highestGiven()));
            }
        }
        // A heartbeat too, if there is room again: it may be the only frame the client sends until it reconnects.
        boolean isShed =
                heard.mayBeRefused() ? shedding || !mailbox.hasRoomForWork() : shedding && mailbox.hasRoomForWork();
        if (isShed) {
            shed(from, frame);
        } else {
            inbox.add(heard);
        }
    }

    /**
     * Drops a frame because there is no room for the notice that it may need. A client that numbers its frames repeats
     * it on its next stream; this stream continues for a while, so that the client can acknowledge events and make
     * room.
     */
    private void shed(Attachment from, Inbox.Frame frame) {
        if (!from.isResumable() || mailbox.hasRoomForWork()) {
            frame.receipt().ended();
            lose.accept(EndReason.SLOW);
            return;
        }
        shedding = true;
        outbound.startStall();
        frame.receipt().decided(inbox.lastDecided());
    }
}

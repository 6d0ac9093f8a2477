package dev.beckon.server.core.session;

import dev.beckon.server.core.peer.PeerId;

/** Who gives way when two offers collide (perfect negotiation, W3C WebRTC section 10.7). Both sides get one answer. */
final class Politeness {

    private Politeness() {}

    /** Whether {@code receiver} is the polite one towards {@code sender}. */
    static boolean isPolite(PeerId receiver, boolean receiverNoRollback, PeerId sender, boolean senderNoRollback) {
        if (receiverNoRollback != senderNoRollback) {
            return !receiverNoRollback;
        }
        return !receiverNoRollback && receiver.compareTo(sender) < 0;
    }

    /** Whether {@code sender} may offer to {@code receiver}: of two that cannot roll back, only the lower one may. */
    static boolean mayOffer(PeerId sender, boolean senderNoRollback, PeerId receiver, boolean receiverNoRollback) {
        return !(senderNoRollback && receiverNoRollback) || sender.compareTo(receiver) < 0;
    }
}

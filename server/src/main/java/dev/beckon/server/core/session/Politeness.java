package dev.beckon.server.core.session;

import dev.beckon.server.core.peer.PeerId;

/**
 * Decides which peer yields when two offers collide (perfect negotiation, W3C WebRTC section 10.7). Both peers get
 * consistent answers.
 */
final class Politeness {

    private Politeness() {}

    /** Returns whether {@code receiver} is the polite peer towards {@code sender}. */
    static boolean isPolite(PeerId receiver, boolean receiverNoRollback, PeerId sender, boolean senderNoRollback) {
        if (receiverNoRollback != senderNoRollback) {
            return !receiverNoRollback;
        }
        return !receiverNoRollback && receiver.compareTo(sender) < 0;
    }

    /**
     * Returns whether {@code sender} may offer to {@code receiver}: if neither can roll back, only the lower id may.
     */
    static boolean mayOffer(PeerId sender, boolean senderNoRollback, PeerId receiver, boolean receiverNoRollback) {
        return !(senderNoRollback && receiverNoRollback) || sender.compareTo(receiver) < 0;
    }
}

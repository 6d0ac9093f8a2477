package dev.beckon.server.core.session;

import dev.beckon.server.core.message.Envelope;
import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.message.ServerEvent.Delivered;
import dev.beckon.server.core.message.Signal;
import dev.beckon.server.core.peer.PeerId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides which signals a session accepts. Owned by: session executor. */
final class Reception {

    private final PeerId self;
    private final boolean noRollback;
    private final Memberships memberships;

    Reception(PeerId self, boolean noRollback, Memberships memberships) {
        this.self = self;
        this.noRollback = noRollback;
        this.memberships = memberships;
    }

    /** Returns why the session cannot accept the signal; null if it can. */
    @Nullable
    Refusal problem(Envelope envelope) {
        Signal signal = envelope.signal();
        if (signal.room() != null && !memberships.isJoined(signal.room())) {
            return Refusal.notInRoom(self, signal.room());
        }
        if (signal.payload().isOffer()
                && !Politeness.mayOffer(envelope.from(), envelope.noRollback(), self, noRollback)) {
            return Refusal.onlyLowerMayOffer(self);
        }
        return null;
    }

    /** Returns the signal as sent to the client. */
    Delivered receive(Envelope envelope) {
        return new Delivered(envelope, Politeness.isPolite(self, noRollback, envelope.from(), envelope.noRollback()));
    }

    /** Returns why the mailbox did not take a signal; empty if it did. */
    Optional<Refusal> refusal(SessionMailbox.Room room) {
        return switch (room) {
            case TAKEN -> Optional.empty();
            case MAILBOX_FULL -> Optional.of(Refusal.mailboxFull(self));
            case SENDER_FULL -> Optional.of(Refusal.mailboxFullOfYours(self));
            case SUBJECT_FULL -> Optional.of(Refusal.mailboxesFullOfYours(self));
            case BUDGET_FULL -> Optional.of(Refusal.mailboxesFull(self));
        };
    }
}

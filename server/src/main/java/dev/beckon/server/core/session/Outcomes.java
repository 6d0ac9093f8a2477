package dev.beckon.server.core.session;

import dev.beckon.server.core.message.Envelope;
import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.message.ServerEvent.Delivered;
import dev.beckon.server.core.message.ServerEvent.Notice;
import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.SessionId;
import dev.beckon.server.core.port.Mailbox;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reports the outcome of the signals left in an ended session's mailbox to their senders: one notice per sender,
 * connection and outcome. Stateless.
 */
final class Outcomes {

    private record Group(SessionId sender, String connectionId, boolean written) {}

    private Outcomes() {}

    /** @param owner the owner of the mailbox; its signals are removed */
    static void report(PeerId owner, SessionMailbox mailbox, Mailbox senders) {
        Map<Group, List<Long>> groups = new LinkedHashMap<>();
        for (SessionMailbox.Entry entry : mailbox.takeSignals()) {
            if (entry.event() instanceof Delivered(Envelope envelope, boolean polite)) {
                Group group =
                        new Group(envelope.fromSession(), envelope.signal().connectionId(), mailbox.wasWritten(entry));
                List<Long> seqs = groups.computeIfAbsent(group, key -> new ArrayList<>(1));
                if (envelope.clientSeq() != 0) {
                    seqs.add(envelope.clientSeq());
                }
            }
        }
        groups.forEach((group, seqs) -> senders.report(
                group.sender(),
                new Notice(
                        seqs,
                        group.written() ? Refusal.unconfirmed(owner) : Refusal.undelivered(owner),
                        group.connectionId())));
    }
}

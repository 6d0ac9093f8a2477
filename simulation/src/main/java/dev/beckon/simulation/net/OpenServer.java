package dev.beckon.simulation.net;

import dev.beckon.client.internal.session.StreamEnd;
import dev.beckon.server.core.message.Command;
import dev.beckon.server.core.session.Attachment;
import dev.beckon.server.core.session.Receipt;
import dev.beckon.simulation.server.SimulatedNode;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The server's end of Open, with the calls of Send with its token. */
final class OpenServer extends ServerEnd {

    /** A frame of Send. */
    record Said(long seq, long ack, Command command) {}

    private boolean forgotten;

    OpenServer(Connection connection, SimulatedNode node) {
        super(connection, node, false);
    }

    /**
     * A call of Send arrives.
     *
     * @param answer receives its result; null for success
     */
    void onSend(List<Said> frames, Consumer<@Nullable StreamEnd> answer) {
        Attachment to = attachment();
        if (isDead()) {
            return;
        }
        if (forgotten || to == null) {
            answer.accept(Ends.failed("ABORTED", "ATTACHMENT_UNKNOWN"));
        } else {
            new Call(to, frames.iterator(), answer).decided(0);
        }
    }

    @Override
    void onAttached() {}

    @Override
    void onOver() {
        forgotten = true;
    }

    @Override
    public void decided(long ack) {}

    @Override
    public void gap(long expected) {}

    @Override
    public void overrun() {}

    @Override
    public void takenOver() {}

    @Override
    public void ended() {}

    private record Call(Attachment to, Iterator<Said> frames, Consumer<@Nullable StreamEnd> answer) implements Receipt {

        @Override
        public void decided(long ack) {
            if (frames.hasNext()) {
                Said next = frames.next();
                to.receive(next.seq(), next.ack(), next.command(), this);
            } else {
                answer.accept(null);
            }
        }

        @Override
        public void gap(long expected) {
            answer.accept(Ends.failed("ABORTED", "SEQ_GAP"));
        }

        @Override
        public void overrun() {
            answer.accept(Ends.failed("RESOURCE_EXHAUSTED", "TOO_MANY_SENDS"));
        }

        @Override
        public void takenOver() {
            answer.accept(Ends.failed("ABORTED", "TAKEN_OVER"));
        }

        @Override
        public void ended() {
            answer.accept(Ends.failed("ABORTED", "ATTACHMENT_UNKNOWN"));
        }
    }
}

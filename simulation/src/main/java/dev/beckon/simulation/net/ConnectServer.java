package dev.beckon.simulation.net;

import dev.beckon.server.core.message.Command;
import dev.beckon.server.core.session.Attachment;
import dev.beckon.simulation.server.SimulatedNode;
import java.util.ArrayDeque;
import java.util.Queue;

/** The server's end of Connect: the next frame is handled when the previous one is decided. */
final class ConnectServer extends ServerEnd {

    private record Said(long seq, long ack, Command command) {}

    private final Queue<Said> unread = new ArrayDeque<>();
    private boolean asks;

    ConnectServer(Connection connection, SimulatedNode node) {
        super(connection, node, true);
    }

    void onFrame(long seq, long ack, Command command) {
        unread.add(new Said(seq, ack, command));
        read();
    }

    private void read() {
        Attachment to = attachment();
        if (!asks || to == null || unread.isEmpty() || isDead()) {
            return;
        }
        asks = false;
        Said said = unread.remove();
        connection().down().send(() -> ((ConnectClient) connection().client()).onTaken());
        to.receive(said.seq(), said.ack(), said.command(), this);
    }

    @Override
    void onAttached() {
        asks = true;
        read();
    }

    @Override
    void onOver() {}

    @Override
    public void decided(long ack) {
        asks = true;
        read();
    }

    @Override
    public void gap(long expected) {
        fail(Ends.failed("ABORTED", "SEQ_GAP"));
    }

    @Override
    public void overrun() {
        connection()
                .network()
                .books()
                .findings()
                .broken("P4 overrun", connection().name());
    }

    @Override
    public void takenOver() {}

    @Override
    public void ended() {}
}

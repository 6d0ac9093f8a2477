package dev.beckon.simulation.net;

import dev.beckon.client.internal.session.Hello;
import dev.beckon.client.internal.session.Outgoing;
import dev.beckon.client.internal.session.StreamListener;
import dev.beckon.server.core.message.Command;

/** The client's end of Connect, with a few frames in flight at a time. */
final class ConnectClient extends ClientEnd {

    private final int window;
    private int underWay;
    private boolean wasFull;

    ConnectClient(Connection connection, Hello hello, StreamListener listener) {
        super(connection, hello, listener);
        this.window = connection.network().parameters().window();
    }

    @Override
    public boolean isReady() {
        boolean ready = !isOver() && isConnected() && underWay < window;
        wasFull |= !ready;
        return ready;
    }

    @Override
    public void send(long seq, long ack, Outgoing frame) {
        Command command = command(seq, ack, frame);
        underWay++;
        connection().up().send(() -> {
            if (connection().server() instanceof ConnectServer server) {
                server.onFrame(seq, ack, command);
            }
        });
    }

    /** The server has accepted a frame. */
    void onTaken() {
        underWay--;
        if (!isOver() && wasFull && underWay < window) {
            wasFull = false;
            listener().onReady();
        }
    }
}

package dev.beckon.simulation.net;

import dev.beckon.client.internal.session.Hello;
import dev.beckon.client.internal.session.Outgoing;
import dev.beckon.client.internal.session.Stream;
import dev.beckon.client.internal.session.StreamEnd;
import dev.beckon.client.internal.session.StreamListener;
import dev.beckon.server.core.message.Command;
import dev.beckon.server.core.message.ServerEvent;
import dev.beckon.server.core.message.ServerEvent.Delivered;
import dev.beckon.simulation.check.StreamView;
import dev.beckon.simulation.server.NumberedPayload;
import dev.beckon.simulation.time.World;
import java.util.ArrayDeque;
import java.util.Queue;

/** The client's end of a stream. */
abstract class ClientEnd implements Stream {

    private final Connection connection;
    private final StreamListener listener;
    private final StreamView view;
    private final Queue<ServerEnd.Frame> unread = new ArrayDeque<>();
    private boolean connected;
    private boolean reading = true;
    private boolean over;

    ClientEnd(Connection connection, Hello hello, StreamListener listener) {
        this.connection = connection;
        this.listener = listener;
        var books = connection.network().books();
        this.view = new StreamView(books.findings(), books.rooms(), connection.name(), hello.lastSeq());
        if (!hello.sessionId().isEmpty()) {
            books.sessions().onAcked(hello.sessionId(), hello.lastSeq());
        }
    }

    Connection connection() {
        return connection;
    }

    World world() {
        return connection.network().world();
    }

    StreamListener listener() {
        return listener;
    }

    boolean isOver() {
        return over;
    }

    boolean isConnected() {
        return connected;
    }

    void onConnected() {
        connected = true;
    }

    /** The connection is broken, and the client notices. */
    void onUnreachable() {
        onEnd(Ends.failed("UNAVAILABLE", ""));
    }

    void onEnd(StreamEnd end) {
        if (over) {
            return;
        }
        if (!unread.isEmpty() && !reading) {
            // Events before the end are read first.
            world().after(100 * World.MILLI, () -> onEnd(end));
            return;
        }
        over = true;
        listener.onEnd(end);
    }

    void onFrame(ServerEnd.Frame frame) {
        unread.add(frame);
        read();
    }

    void setReading(boolean nowReading) {
        reading = nowReading;
        read();
    }

    private void read() {
        while (reading && !over && !unread.isEmpty()) {
            ServerEnd.Frame frame = unread.remove();
            ServerEnd server = connection.server();
            if (server != null) {
                connection.up().send(server::onRead);
            }
            listener.onHeard();
            for (ServerEnd.Told told : frame.events()) {
                if (!over) {
                    tell(told);
                }
            }
            if (!over && frame.ack() != 0) {
                listener.onAck(frame.ack());
            }
        }
    }

    private void tell(ServerEnd.Told told) {
        ServerEvent event = told.event();
        view.onEvent(told.seq(), event);
        listener.onEvent(told.seq(), handler -> {
            if (event instanceof Delivered(var envelope, boolean polite)) {
                if (envelope.signal().room() != null) {
                    view.onSignal(
                            envelope.signal().room().value(),
                            envelope.fromSession().value());
                }
            }
            EventWords.tell(event, handler);
        });
    }

    /** A frame is sent; recorded for the checks. */
    Command command(long seq, long ack, Outgoing frame) {
        var books = connection.network().books();
        String session = view.session();
        if (ack != 0) {
            books.sessions().onAcked(session, ack);
            view.onAck(ack);
        }
        Command command = frame.accept(CommandWords.INSTANCE);
        if (seq != 0) {
            world().note("writes", connection.name(), seq, ack, command);
        }
        if (command instanceof Command.SendSignal(var signal)) {
            books.ledger().onWritten(((NumberedPayload) signal.payload()).id(), session, seq);
        }
        return command;
    }

    @Override
    public boolean isReading() {
        return reading;
    }

    @Override
    public void check() {
        connection.up().send(() -> {
            ServerEnd server = connection.server();
            if (server != null && !server.isDead()) {
                connection.down().send(() -> {
                    if (!over) {
                        listener.onHeard();
                    }
                });
            }
        });
    }

    @Override
    public void drop() {
        over = true;
        connection.up().send(() -> {
            ServerEnd server = connection.server();
            if (server != null) {
                server.onGone();
            }
        });
    }
}

package dev.beckon.simulation.net;

import dev.beckon.client.internal.session.StreamEnd;
import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.message.ServerEvent;
import dev.beckon.server.core.message.ServerEvent.Delivered;
import dev.beckon.server.core.message.ServerEvent.Welcome;
import dev.beckon.server.core.peer.Hello;
import dev.beckon.server.core.peer.Origin;
import dev.beckon.server.core.port.PeerLink;
import dev.beckon.server.core.session.Attachment;
import dev.beckon.server.core.session.Receipt;
import dev.beckon.server.core.session.Sessions.Attach;
import dev.beckon.simulation.server.NumberedPayload;
import dev.beckon.simulation.server.SimulatedNode;
import dev.beckon.simulation.time.World;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The server's end of a stream, with the rules of the real writer: two bounded queues, state first, acks after notices.
 */
abstract class ServerEnd implements PeerLink, Receipt {

    /** A frame written at once. */
    record Frame(long ack, List<Told> events) {}

    /** An event with its seq. */
    record Told(long seq, ServerEvent event) {}

    private static final int OVERHEAD_BYTES = 200;

    private final Connection connection;
    private final SimulatedNode node;
    private final World world;
    private final int capacity;
    private final int window;
    private final boolean sendsAcks;
    private final Queue<ServerEvent> state = new ArrayDeque<>();
    private final Queue<Told> tracked = new ArrayDeque<>();
    private @Nullable Attachment attachment;
    private Runnable drained = () -> {};
    private String session = "";
    private boolean numbered;
    private boolean full;
    private long trackedWritten;
    private boolean trackedStopped;
    private long ack;
    private long ackSent;
    private boolean ackAwaited;
    private int underWay;
    private boolean scheduled;
    private boolean closing;
    private boolean closed;
    private StreamEnd end = StreamEnd.completed();

    ServerEnd(Connection connection, SimulatedNode node, boolean sendsAcks) {
        this.connection = connection;
        this.node = node;
        this.world = connection.network().world();
        this.capacity = connection.network().parameters().linkEvents();
        this.window = connection.network().parameters().window();
        this.sendsAcks = sendsAcks;
    }

    void onHello(Hello hello, @Nullable String token) {
        if (node.isDead() || closing) {
            return;
        }
        Attachment prepared = new Attachment(
                hello,
                new Origin(sendsAcks ? "Connect" : "Open", connection.name()),
                node.liveness(),
                this,
                this::onOver);
        attachment = prepared;
        node.attach(prepared, token).whenComplete((attach, fault) -> {
            if (fault != null) {
                close(Ends.failed("UNAVAILABLE", "STORE_UNAVAILABLE"));
            } else if (attach instanceof Attach.Attached) {
                onAttached();
            } else {
                world.note("refused", connection.name(), attach);
                close(Ends.of(attach));
            }
        });
    }

    abstract void onAttached();

    abstract void onOver();

    @Nullable
    Attachment attachment() {
        return attachment;
    }

    Connection connection() {
        return connection;
    }

    boolean isClosing() {
        return closing;
    }

    boolean isDead() {
        return node.isDead();
    }

    /** The client has disconnected. */
    void onGone() {
        Attachment tied = attachment;
        if (isDead()) {
            return;
        }
        if (tied == null) {
            close(StreamEnd.completed());
        } else {
            tied.lose(EndReason.GONE);
        }
    }

    void fail(StreamEnd why) {
        close(why);
        Attachment tied = attachment;
        if (tied != null) {
            tied.lose(EndReason.PROTOCOL_ERROR);
        }
    }

    /** The client has read a frame. */
    void onRead() {
        underWay--;
        scheduleDrain();
    }

    @Override
    public boolean send(ServerEvent event) {
        if (closing) {
            return true;
        }
        if (state.size() >= capacity && !(event instanceof ServerEvent.GoAway)) {
            full = true;
            return false;
        }
        if (event instanceof Welcome welcome) {
            numbered = welcome.liveness() != null;
            ackAwaited = welcome.lastClientSeq() > 0;
            session = welcome.registration().session().value();
            connection.network().books().sessions().onWelcome(welcome.registration());
        }
        state.add(event);
        scheduleDrain();
        return true;
    }

    @Override
    public boolean sendTracked(long seq, ServerEvent event) {
        if (closing || trackedStopped) {
            return true;
        }
        if (tracked.size() >= capacity) {
            full = true;
            return false;
        }
        tracked.add(new Told(numbered ? seq : 0, event));
        noteGiven(seq, event);
        scheduleDrain();
        return true;
    }

    private void noteGiven(long seq, ServerEvent event) {
        var books = connection.network().books();
        if (event instanceof Delivered(var envelope, boolean polite)
                && envelope.signal().payload() instanceof NumberedPayload(long id, int bytes)) {
            books.ledger().onGiven(id);
            books.sessions().onGiven(session, seq, "signal " + id, bytes + OVERHEAD_BYTES);
        } else {
            books.sessions().onGiven(session, seq, event.toString(), 0);
        }
    }

    @Override
    public long trackedWritten() {
        return trackedWritten;
    }

    @Override
    public long stopTracked() {
        trackedStopped = true;
        if (!tracked.isEmpty()) {
            ack = ackSent;
        }
        tracked.clear();
        return trackedWritten;
    }

    @Override
    public void onDrained(Runnable whenDrained) {
        drained = whenDrained;
    }

    @Override
    public void ack(long seq) {
        if (trackedStopped) {
            return;
        }
        ack = seq;
        if (!waitsForOthers() && !closing) {
            scheduleDrain();
        }
    }

    @Override
    public void close(EndReason reason, String words) {
        if (reason == EndReason.SLOW) {
            state.clear();
            tracked.clear();
        }
        close(Ends.of(reason));
    }

    private void close(StreamEnd why) {
        if (!closing) {
            closing = true;
            end = why;
            scheduleDrain();
        }
    }

    private void scheduleDrain() {
        if (!scheduled) {
            scheduled = true;
            world.after(connection.dice().between(0L, 50 * World.MICRO), this::drain);
        }
    }

    private void drain() {
        scheduled = false;
        while (!isDead() && !closed && (!nothingToSay() || closing)) {
            if (nothingToSay()) {
                closed = true;
                connection.down().send(() -> connection.client().onEnd(end));
                return;
            }
            if (underWay >= window && !closing) {
                return;
            }
            write(fill());
        }
    }

    private void write(Frame frame) {
        underWay++;
        connection.down().send(() -> connection.client().onFrame(frame));
        if (full && isEmpty()) {
            full = false;
            drained.run();
        }
    }

    private boolean isEmpty() {
        return state.isEmpty() && tracked.isEmpty();
    }

    private boolean nothingToSay() {
        return isEmpty() && (ack == ackSent || (waitsForOthers() && !closing));
    }

    private boolean waitsForOthers() {
        return !sendsAcks && !ackAwaited;
    }

    private Frame fill() {
        List<Told> events = new ArrayList<>();
        int most = connection.dice().percent(20) ? 1 : Integer.MAX_VALUE;
        for (ServerEvent next = state.poll(); next != null; next = events.size() < most ? state.poll() : null) {
            events.add(new Told(0, next));
        }
        while (state.isEmpty() && events.size() < most && !tracked.isEmpty()) {
            Told next = tracked.remove();
            events.add(next);
            trackedWritten = next.seq();
        }
        if (isEmpty()) {
            ackAwaited = ackAwaited && ack == 0;
            ackSent = ack;
        }
        return new Frame(ackSent, events);
    }
}

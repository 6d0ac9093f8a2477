package dev.beckon.simulation.net;

import dev.beckon.client.internal.session.Hello;
import dev.beckon.client.internal.session.Outgoing;
import dev.beckon.client.internal.session.StreamEnd;
import dev.beckon.client.internal.session.StreamListener;
import dev.beckon.simulation.time.Dice;
import dev.beckon.simulation.time.World;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The client's end of Open, with its calls of Send: one in flight, repeated with the same frames until it is answered.
 * Requests and responses may be lost, and a request may arrive twice.
 */
final class OpenClient extends ClientEnd {

    private static final int MOST_FRAMES = 16;
    private static final int MOST_WAITING = 24;
    private static final int LOST_PERCENT = 10;
    private static final int TWICE_PERCENT = 10;

    private final Queue<OpenServer.Said> waiting = new ArrayDeque<>();
    private final Dice dice;
    private List<OpenServer.Said> inFlight = List.of();
    private World.@Nullable Task repeat;
    private boolean scheduled;
    private boolean wasFull;
    private long call;

    OpenClient(Connection connection, Hello hello, StreamListener listener) {
        super(connection, hello, listener);
        this.dice = connection.dice().of("send");
    }

    @Override
    public boolean isReady() {
        boolean ready = !isOver() && waiting.size() < MOST_WAITING;
        wasFull |= !ready;
        return ready;
    }

    @Override
    public void send(long seq, long ack, Outgoing frame) {
        waiting.add(new OpenServer.Said(seq, ack, command(seq, ack, frame)));
        wake();
    }

    /** Deferred, so that frames sent together go into one call. */
    private void wake() {
        if (!scheduled && inFlight.isEmpty()) {
            scheduled = true;
            world().after(0, this::next);
        }
    }

    private void next() {
        scheduled = false;
        if (isOver() || !inFlight.isEmpty() || waiting.isEmpty()) {
            return;
        }
        List<OpenServer.Said> frames = new ArrayList<>();
        while (!waiting.isEmpty() && frames.size() < MOST_FRAMES) {
            frames.add(waiting.remove());
        }
        inFlight = frames;
        call++;
        transmit();
        if (wasFull) {
            wasFull = false;
            listener().onReady();
        }
    }

    private void transmit() {
        if (isOver() || inFlight.isEmpty()) {
            return;
        }
        long number = call;
        List<OpenServer.Said> frames = inFlight;
        int copies = dice.percent(TWICE_PERCENT) ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            if (!dice.percent(LOST_PERCENT)) {
                world().after(way(), () -> arrive(number, frames));
            }
        }
        repeat = world().after(dice.between(500 * World.MILLI, 2 * World.SECOND), this::transmit);
    }

    private void arrive(long number, List<OpenServer.Said> frames) {
        if (connection().server() instanceof OpenServer server) {
            server.onSend(frames, problem -> {
                if (!dice.percent(LOST_PERCENT)) {
                    world().after(way(), () -> onAnswer(number, problem));
                }
            });
        }
    }

    /** Each call may use its own connection. */
    private long way() {
        return 1 + dice.around(connection().network().parameters().latency());
    }

    private void onAnswer(long number, @Nullable StreamEnd problem) {
        if (isOver() || number != call || inFlight.isEmpty()) {
            return;
        }
        if (problem != null && !problem.reason().equals("TOO_MANY_SENDS")) {
            stopRepeating();
            drop();
            listener().onEnd(problem);
        } else if (problem == null) {
            stopRepeating();
            inFlight = List.of();
            wake();
        }
    }

    private void stopRepeating() {
        if (repeat != null) {
            repeat.cancel();
            repeat = null;
        }
    }
}

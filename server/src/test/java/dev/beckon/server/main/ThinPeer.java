package dev.beckon.server.main;

import com.google.protobuf.ByteString;
import dev.beckon.v1.Bye;
import dev.beckon.v1.ClientFrame;
import dev.beckon.v1.Data;
import dev.beckon.v1.Event;
import dev.beckon.v1.Hello;
import dev.beckon.v1.JoinRoom;
import dev.beckon.v1.ServerFrame;
import dev.beckon.v1.Signal;
import dev.beckon.v1.WatchPresence;
import dev.beckon.v1.Welcome;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A peer that does what it is told and nothing by itself: no heartbeats, no acks, no coming back. Its methods block, for a
 * virtual thread. {@link #bye} or {@link #lose} end its stream.
 */
abstract class ThinPeer {

    private static final int KEY_BYTES = 16;

    /** What the doors bring: a {@link ServerFrame}, or how the stream ended. */
    record End(String reason) {}

    private final BlockingQueue<Object> arrivals = new LinkedBlockingQueue<>();
    private final Queue<Event> events = new ArrayDeque<>();
    private final boolean keyed;
    private long sent;
    private long received;

    ThinPeer(boolean keyed) {
        this.keyed = keyed;
    }

    /** A hello with a key of its own, or without one. */
    static Hello hello(String peerId, boolean keyed) {
        Hello.Builder hello = Hello.newBuilder().setPeerId(peerId);
        if (keyed) {
            byte[] key = new byte[KEY_BYTES];
            ThreadLocalRandom.current().nextBytes(key);
            hello.setSessionKey(ByteString.copyFrom(key));
        }
        return hello.build();
    }

    /** Sends one frame. */
    abstract void send(ClientFrame frame) throws IOException, InterruptedException;

    /** Cuts the stream. */
    abstract void lose() throws IOException;

    /** Says bye, and waits for the end of the stream. */
    void bye() throws IOException, InterruptedException {
        send(ClientFrame.newBuilder().setBye(Bye.getDefaultInstance()).build());
        end("OK");
    }

    Welcome welcome() throws InterruptedException {
        return await(Event::hasWelcome).getWelcome();
    }

    void join(String room) throws IOException, InterruptedException {
        send(numbered().setJoinRoom(JoinRoom.newBuilder().setRoom(room)).build());
        await(Event::hasRoomSnapshot);
    }

    void watch(String peer) throws IOException, InterruptedException {
        send(numbered()
                .setWatchPresence(WatchPresence.newBuilder().addPeerIds(peer))
                .build());
        await(Event::hasPresence);
    }

    void signal(String to, String room, String text) throws IOException, InterruptedException {
        send(numbered()
                .setSignal(Signal.newBuilder()
                        .setTo(to)
                        .setRoom(room)
                        .setData(Data.newBuilder().setText(text)))
                .build());
    }

    /** Waits for this signal. */
    void receive(String text) throws InterruptedException {
        received = await(event -> event.hasSignal()
                        && event.getSignal().getData().getText().equals(text))
                .getSeq();
    }

    /** Acknowledges what was waited for. */
    void acknowledge() throws IOException, InterruptedException {
        send(ClientFrame.newBuilder().setAck(received).build());
    }

    /** Waits for the end of the stream. */
    void end(String reason) throws InterruptedException {
        Object arrival = next();
        while (arrival instanceof ServerFrame) {
            arrival = next();
        }
        if (!arrival.equals(new End(reason))) {
            throw new AssertionError("expected the end " + reason + ", but: " + arrival);
        }
    }

    /** The next event of this kind; what comes before it is dropped. */
    Event await(Predicate<Event> kind) throws InterruptedException {
        while (true) {
            @Nullable Event event = events.poll();
            if (event == null) {
                if (!(next() instanceof ServerFrame frame)) {
                    throw new AssertionError("the stream ended early");
                }
                events.addAll(frame.getEventsList());
            } else if (kind.test(event)) {
                return event;
            }
        }
    }

    /** From any thread. */
    final void arrive(Object frameOrEnd) {
        arrivals.add(frameOrEnd);
    }

    private Object next() throws InterruptedException {
        Object arrival = arrivals.poll(RunningServer.PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (arrival == null) {
            throw new AssertionError("nothing came");
        }
        return arrival;
    }

    private ClientFrame.Builder numbered() {
        return ClientFrame.newBuilder().setSeq(keyed ? ++sent : 0);
    }
}

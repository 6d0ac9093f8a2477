package dev.beckon.benchmark.load;

import dev.beckon.benchmark.client.Adapter;
import dev.beckon.benchmark.client.Inbox;
import dev.beckon.benchmark.client.Kind;
import dev.beckon.benchmark.client.Network;
import dev.beckon.benchmark.client.Outgoing;
import dev.beckon.benchmark.client.Peer;
import io.grpc.netty.shaded.io.netty.channel.EventLoop;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A sender and a receiver on one event loop, so that passing credit between them does not cost the generator a thread
 * switch.
 */
final class Pair {

    /** Bytes of a candidate line in the relay and latency loads. */
    static final int TEXT_BYTES = 250;

    private static final int CONNECT_TIMEOUT_SECONDS = 30;

    private final EventLoop loop;
    private final Peer sender;
    private final Peer receiver;
    private final Outgoing message;

    private Pair(EventLoop loop, Peer sender, Peer receiver) {
        this.loop = loop;
        this.sender = sender;
        this.receiver = receiver;
        this.message = sender.prepare(Kind.CANDIDATE, receiver, TEXT_BYTES);
    }

    /** Handles the messages received by a pair. */
    interface Receiver {
        /** The pair's receiver got a message; called on the pair's loop. */
        void onMessage(byte[] message);
    }

    /**
     * Connects one pair per receiver; faults of any peer go to {@code faults}. The peers connect in a mixed order, the
     * same in each run: servers assign event loops in the order of arrival, so alternating senders and receivers would
     * put all senders on one loop.
     */
    static List<Pair> connect(Network network, Adapter adapter, List<? extends Receiver> receivers, Faults faults)
            throws InterruptedException, TimeoutException {
        String run = Long.toString(System.nanoTime(), 36);
        List<Runnable> connects = new ArrayList<>();
        List<CompletableFuture<Pair>> pairs = new ArrayList<>();
        for (int i = 0; i < receivers.size(); i++) {
            EventLoop loop = network.nextLoop();
            String senderId = "a" + run + "x" + i;
            String receiverId = "b" + run + "x" + i;
            Heard heard = new Heard(senderId, receivers.get(i), faults);
            CompletableFuture<Peer> sender = new CompletableFuture<>();
            CompletableFuture<Peer> receiver = new CompletableFuture<>();
            connects.add(() -> forward(adapter.connect(loop, senderId, new Unheard(faults)), sender));
            connects.add(() -> forward(adapter.connect(loop, receiverId, heard), receiver));
            pairs.add(sender.thenCombine(receiver, (a, b) -> new Pair(loop, a, b)));
        }
        Collections.shuffle(connects, new Random(1));
        connects.forEach(Runnable::run);
        return Await.all(pairs, CONNECT_TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    private static <T> void forward(CompletableFuture<T> from, CompletableFuture<T> to) {
        from.whenComplete((value, failure) -> {
            if (failure == null) {
                to.complete(value);
            } else {
                to.completeExceptionally(failure);
            }
        });
    }

    EventLoop loop() {
        return loop;
    }

    /** Sends one message from the sender to the receiver, stamped with the current time. */
    void send() {
        sender.send(message, System.nanoTime());
    }

    /** Returns whether the server has acked everything, if it sends acks. */
    boolean isAcked() {
        return sender.unacked() == 0;
    }

    /** Returns the messages of the protocol at both peers so far. */
    long messages() {
        return sender.wire().messages() + receiver.wire().messages();
    }

    /** Returns the bytes at the sockets of both peers so far. */
    long bytes() {
        return sender.wire().bytes() + receiver.wire().bytes();
    }

    static void close(List<Pair> pairs) throws InterruptedException, TimeoutException {
        List<CompletableFuture<Void>> closing = new ArrayList<>();
        for (Pair pair : pairs) {
            closing.add(pair.sender.close());
            closing.add(pair.receiver.close());
        }
        Await.all(closing, CONNECT_TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    /** Checks in the first message that the server names the sender: a relay that does not is not comparable. */
    private static final class Heard implements Inbox {

        private final String senderId;
        private final Receiver receiver;
        private final Faults faults;
        private boolean checked;

        Heard(String senderId, Receiver receiver, Faults faults) {
            this.senderId = senderId;
            this.receiver = receiver;
            this.faults = faults;
        }

        @Override
        public void onMessage(byte[] message) {
            if (!checked) {
                checked = true;
                if (!new String(message, StandardCharsets.ISO_8859_1).contains(senderId)) {
                    faults.add(new IllegalStateException("a message does not say that it is from " + senderId));
                }
            }
            receiver.onMessage(message);
        }

        @Override
        public void onFault(Throwable fault) {
            faults.add(fault);
        }
    }

    private record Unheard(Faults faults) implements Inbox {

        @Override
        public void onMessage(byte[] message) {
            faults.add(new IllegalStateException("a sender was sent a signal"));
        }

        @Override
        public void onFault(Throwable fault) {
            faults.add(fault);
        }
    }
}

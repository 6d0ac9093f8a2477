package dev.beckon.benchmark.load;

import dev.beckon.benchmark.client.Inbox;
import dev.beckon.benchmark.client.Kind;
import dev.beckon.benchmark.client.Outgoing;
import dev.beckon.benchmark.client.Peer;
import dev.beckon.benchmark.client.Stamp;
import io.grpc.netty.shaded.io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A minimal complete call: two peers connect and register, an offer of {@value #OFFER_BYTES} bytes and an answer of
 * {@value #ANSWER_BYTES} bytes are exchanged, then {@value #CANDIDATES} candidates of {@value #CANDIDATE_BYTES} bytes
 * each way, and both disconnect. Its traffic at the two sockets is available afterwards.
 */
final class Call {

    static final int OFFER_BYTES = 2_500;
    static final int ANSWER_BYTES = 2_000;
    static final int CANDIDATES = 20;
    static final int CANDIDATE_BYTES = 200;
    private static final int STEP_SECONDS = 20;

    private final Target target;
    private final String id;
    private long messages;
    private long bytes;

    Call(Target target, String id) {
        this.target = target;
        this.id = id;
    }

    /** Returns when both sockets are closed. */
    void run() throws InterruptedException, TimeoutException {
        EventLoop loop = target.network().nextLoop();
        Side callerSide = new Side();
        Side calleeSide = new Side();
        CompletableFuture<Peer> calling = target.adapter().connect(loop, "a" + id, callerSide);
        CompletableFuture<Peer> called = target.adapter().connect(loop, "b" + id, calleeSide);
        Peer caller = await(calling);
        Peer callee = await(called);

        say(caller, caller.prepare(Kind.OFFER, callee, OFFER_BYTES), 1);
        await(calleeSide.description);
        say(callee, callee.prepare(Kind.ANSWER, caller, ANSWER_BYTES), 1);
        await(callerSide.description);
        say(caller, caller.prepare(Kind.CANDIDATE, callee, CANDIDATE_BYTES), CANDIDATES);
        say(callee, callee.prepare(Kind.CANDIDATE, caller, CANDIDATE_BYTES), CANDIDATES);
        await(calleeSide.allCandidates);
        await(callerSide.allCandidates);

        List<CompletableFuture<Void>> closing = List.of(caller.close(), callee.close());
        Await.all(closing, STEP_SECONDS, TimeUnit.SECONDS);
        messages = caller.wire().messages() + callee.wire().messages();
        bytes = caller.wire().bytes() + callee.wire().bytes();
    }

    /** Returns the messages of the protocol at both sockets. */
    long messages() {
        return messages;
    }

    /** Returns the bytes at both sockets. */
    long bytes() {
        return bytes;
    }

    private static void say(Peer peer, Outgoing message, int times) {
        for (int i = 0; i < times; i++) {
            peer.send(message, System.nanoTime());
        }
    }

    private static <T> T await(CompletableFuture<T> step) throws InterruptedException, TimeoutException {
        return Await.one(step, STEP_SECONDS, TimeUnit.SECONDS);
    }

    /** The messages received by one of the two peers. Confined to the loop. */
    private static final class Side implements Inbox {

        private final CompletableFuture<Void> description = new CompletableFuture<>();
        private final CompletableFuture<Void> allCandidates = new CompletableFuture<>();
        private int candidates;

        @Override
        public void onMessage(byte[] message) {
            Stamp.visit(message, (kind, nanos) -> {
                if (kind != Kind.CANDIDATE) {
                    description.complete(null);
                } else if (++candidates == CANDIDATES) {
                    allCandidates.complete(null);
                }
            });
        }

        @Override
        public void onFault(Throwable fault) {
            description.completeExceptionally(fault);
            allCandidates.completeExceptionally(fault);
        }
    }
}

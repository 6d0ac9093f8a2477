package dev.beckon.benchmark.load;

import dev.beckon.benchmark.client.Inbox;
import dev.beckon.benchmark.client.Peer;
import dev.beckon.benchmark.server.Proc;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Memory of registered peers without traffic: the growth of the server's resident memory from none to many peers, with
 * a garbage collection before each reading. Needs a server that has not served any peers yet.
 */
public final class IdleLoad {

    /**
     * The cost of idle peers.
     *
     * @param emptyMib resident memory of the server without peers
     * @param kibPerPeer its growth per peer
     */
    public record Result(double emptyMib, double kibPerPeer) {}

    private static final int CONCURRENT_CONNECTS = 32;
    private static final int TIMEOUT_SECONDS = 60;

    private IdleLoad() {}

    /** Connects this many peers, measures, and disconnects them. */
    public static Result run(Target target, int count) throws InterruptedException, IOException, TimeoutException {
        Faults faults = new Faults();
        target.system().collectGarbage(target.server());
        long before = Proc.residentKib(target.server().pid());
        List<Peer> peers = connect(target, count, faults);
        target.system().collectGarbage(target.server());
        long after = Proc.residentKib(target.server().pid());
        List<CompletableFuture<Void>> closing = new ArrayList<>();
        for (Peer peer : peers) {
            closing.add(peer.close());
        }
        Await.all(closing, TIMEOUT_SECONDS, TimeUnit.SECONDS);
        faults.check();
        return new Result(before / 1024.0, (after - before) / (double) count);
    }

    private static List<Peer> connect(Target target, int count, Faults faults)
            throws InterruptedException, TimeoutException {
        Semaphore slots = new Semaphore(CONCURRENT_CONNECTS);
        List<CompletableFuture<Peer>> connecting = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            slots.acquire();
            CompletableFuture<Peer> peer =
                    target.adapter().connect(target.network().nextLoop(), "idle" + i, new Silent(faults));
            peer.whenComplete((connected, failed) -> slots.release());
            connecting.add(peer);
        }
        return Await.all(connecting, TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    private record Silent(Faults faults) implements Inbox {

        @Override
        public void onMessage(byte[] message) {
            faults.add(new IllegalStateException("an idle peer was sent a signal"));
        }

        @Override
        public void onFault(Throwable fault) {
            faults.add(fault);
        }
    }
}

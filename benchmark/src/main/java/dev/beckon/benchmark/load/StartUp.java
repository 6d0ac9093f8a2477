package dev.beckon.benchmark.load;

import dev.beckon.benchmark.client.Inbox;
import dev.beckon.benchmark.client.Peer;
import java.io.IOException;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Measures the time from the start of a server process until its first peer is registered. */
public final class StartUp {

    private static final int TIMEOUT_SECONDS = 30;
    private static final int RETRY_MS = 2;

    private StartUp() {}

    /** Waits until a peer could register, and returns the time since the process was started. */
    public static double awaitFirstPeerMillis(Target target) throws InterruptedException, TimeoutException {
        long deadline = target.server().startedNanos() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        while (System.nanoTime() < deadline) {
            target.server().checkAlive();
            Optional<Peer> first = listens(target) ? register(target) : Optional.empty();
            if (first.isPresent()) {
                double millis = (System.nanoTime() - target.server().startedNanos()) / 1e6;
                Await.one(first.get().close(), TIMEOUT_SECONDS, TimeUnit.SECONDS);
                return millis;
            }
            Thread.sleep(RETRY_MS);
        }
        throw new TimeoutException("no peer could register within " + TIMEOUT_SECONDS + " s");
    }

    /** Checked first: a refused connection is cheap, so that waiting does not slow the start. */
    private static boolean listens(Target target) {
        try (Socket probe = new Socket()) {
            probe.connect(target.server().address());
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static Optional<Peer> register(Target target) throws InterruptedException, TimeoutException {
        try {
            return Optional.of(target.adapter()
                    .connect(target.network().nextLoop(), "first", new Ignored())
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException notYet) {
            return Optional.empty();
        }
    }

    private record Ignored() implements Inbox {

        @Override
        public void onMessage(byte[] message) {}

        @Override
        public void onFault(Throwable fault) {}
    }
}

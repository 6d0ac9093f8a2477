package dev.beckon.client.faults;

import dev.beckon.client.SignalingClient;
import dev.beckon.client.SignalingException;
import dev.beckon.client.SignalingListener;
import dev.beckon.client.State;
import dev.beckon.client.outcome.SendResult;
import dev.beckon.client.signal.Address;
import dev.beckon.client.signal.Data;
import dev.beckon.client.signal.Signal;
import dev.beckon.client.testing.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Many peers in pairs, and every pair plays one message back and forth without end: the next goes when the one before was
 * heard, after a pause. Each takes what it hears off its own account, so a message that is lost or doubled stops the pair
 * or breaks its count.
 */
final class Crowd implements AutoCloseable {

    private static final long PAUSE_MILLIS = 400;
    private static final int AT_ONCE = 50;

    private final List<Player> players = new ArrayList<>();
    private final ExecutorService callbacks = Executors.newFixedThreadPool(2, Crowd::daemon);
    private final ScheduledExecutorService pauses =
            new ScheduledThreadPoolExecutor(1, Crowd::daemon, new ThreadPoolExecutor.DiscardPolicy());
    private final Semaphore connecting = new Semaphore(AT_ONCE);
    private final Semaphore connected = new Semaphore(0);
    private final BlockingQueue<String> faults = new LinkedBlockingQueue<>();
    private final Object played = new Object();
    private volatile Latencies latencies = new Latencies();

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "crowd");
        thread.setDaemon(true);
        return thread;
    }

    /** Connects so many peers, and lets every pair begin. */
    Crowd(int peers, String target) throws InterruptedException {
        for (int i = 0; i < peers; i++) {
            players.add(new Player(i, target));
        }
        for (Player player : players) {
            if (!connecting.tryAcquire(Await.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("the crowd does not connect: " + faults);
            }
            player.client.connect(player);
        }
        if (!connected.tryAcquire(peers, Await.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("the crowd does not connect: " + faults);
        }
        for (int i = 0; i < peers; i += 2) {
            players.get(i).play(1);
        }
    }

    /** Plays so many messages, and tells how long they took. */
    Latencies measure(int messages) {
        Latencies mine = new Latencies();
        latencies = mine;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        synchronized (played) {
            while (mine.count() < messages) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    throw new AssertionError("played " + mine.count() + " of " + messages + "; faults: " + faults);
                }
                try {
                    played.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new AssertionError("interrupted", e);
                }
            }
        }
        return mine;
    }

    /** What went wrong with any of them: refusals, lost streams and sessions, a message out of turn. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    @Override
    public void close() {
        pauses.shutdownNow();
        players.forEach(player -> player.client.close());
    }

    private final class Player implements SignalingListener {

        private final String partner;
        private final String id;
        private final SignalingClient client;
        private long awaited;
        private boolean wasLive;

        Player(int index, String target) {
            id = "player" + index;
            partner = "player" + (index ^ 1);
            awaited = index % 2 == 0 ? 2 : 1;
            client = SignalingClient.builder(target, id)
                    .plaintext()
                    .callbackExecutor(callbacks)
                    .build();
        }

        void play(long number) {
            String content = number + " " + System.nanoTime();
            client.send(Address.peer(partner), Data.text("ball", content), this::onResult);
        }

        private void onResult(SendResult result) {
            if (!result.isTaken()) {
                faults.add(id + " " + result);
            }
        }

        @Override
        public void onData(Signal signal, Data data) {
            long now = System.nanoTime();
            String[] content = String.valueOf(data.text()).split(" ", -1);
            long number = Long.parseLong(content[0]);
            if (number != awaited) {
                faults.add(id + " heard " + number + " instead of " + awaited);
            }
            awaited = number + 2;
            latencies.add(now - Long.parseLong(content[1]));
            synchronized (played) {
                played.notifyAll();
            }
            var unused = pauses.schedule(() -> play(number + 1), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }

        @Override
        public void onStateChanged(State state, @Nullable SignalingException why) {
            if (state == State.LIVE && !wasLive) {
                wasLive = true;
                connecting.release();
                connected.release();
            } else if (state == State.WAITING || state == State.STOPPED) {
                faults.add(id + " " + state + " " + why);
            }
        }
    }
}

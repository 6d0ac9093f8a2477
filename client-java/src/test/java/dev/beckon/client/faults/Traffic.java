package dev.beckon.client.faults;

import dev.beckon.client.testing.Await;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Peers that say numbered things to each other without pause, each to all others in turn, and the account of what became
 * of every one. One test drives it.
 */
final class Traffic implements AutoCloseable {

    /** Between two messages of one peer: 100 a second, half of what a session may say by default. */
    private static final long PACE_MILLIS = 10;

    private final Map<String, TrafficPeer> peers = new LinkedHashMap<>();
    private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "pace of the traffic");
        thread.setDaemon(true);
        return thread;
    });
    private final Object changes = new Object();
    private final AtomicLong heard = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong noticed = new AtomicLong();
    private final Set<TrafficPeer> unreached = ConcurrentHashMap.newKeySet();
    private final AtomicLong unsettled = new AtomicLong();
    private volatile String filling = "";
    private @Nullable Future<?> speaking;
    private int turn;
    private boolean stopped;

    /** Adds peers that find the server there. All are added before the first is heard. */
    void add(String prefix, int count, String target) {
        for (int i = 0; i < count; i++) {
            String id = prefix + i;
            peers.put(id, new TrafficPeer(id, target, this));
        }
    }

    /** Connects all, and lets them talk once all are there, in messages of so many bytes. */
    void start(int messageBytes) {
        filling = "x".repeat(messageBytes);
        for (TrafficPeer peer : peers.values()) {
            peer.connect();
        }
        await("all are connected", () -> all().stream().allMatch(TrafficPeer::isLive));
        speaking = pace.scheduleAtFixedRate(this::everybodySpeaks, 0, PACE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Ends the talk with one message of each to each, after which nothing earlier can come any more. */
    void stop() {
        synchronized (changes) {
            stopped = true;
        }
        if (speaking == null || speaking.isDone()) {
            throw new AssertionError("the traffic ended by itself: " + speaking);
        }
        pace.shutdown();
        try {
            if (!pace.awaitTermination(Await.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("the traffic does not stop");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
        List<TrafficPeer> everybody = all();
        for (int step = 1; step < everybody.size(); step++) {
            round(everybody, step);
        }
    }

    private void everybodySpeaks() {
        synchronized (changes) {
            if (stopped) {
                return;
            }
        }
        List<TrafficPeer> everybody = all();
        turn++;
        round(everybody, 1 + turn % (everybody.size() - 1));
    }

    private void round(List<TrafficPeer> everybody, int step) {
        for (int i = 0; i < everybody.size(); i++) {
            everybody.get(i).say(everybody.get((i + step) % everybody.size()), filling);
        }
    }

    List<TrafficPeer> all() {
        return new ArrayList<>(peers.values());
    }

    /** Those whose id begins so. */
    List<TrafficPeer> those(String prefix) {
        return all().stream().filter(peer -> peer.id().startsWith(prefix)).toList();
    }

    TrafficPeer peer(String id) {
        return Objects.requireNonNull(peers.get(id), id);
    }

    /** Waits until so many more messages were handed over: the traffic flows. */
    void awaitHeard(int more) {
        long wanted = heard.get() + more;
        await(more + " more messages are heard", () -> heard.get() >= wanted);
    }

    /** Waits until the fate of every message is known, those aside of which nobody is left to tell. */
    void awaitSettled() {
        await(
                "the fate of every message is known",
                () -> unsettled.get() == 0 || unsettled().allMatch(Message::hasLostBothSessions),
                () -> unsettled().limit(10).toList().toString());
    }

    /** Everything that was said. */
    List<Message> messages() {
        return all().stream().flatMap(peer -> peer.said().stream()).toList();
    }

    private Stream<Message> unsettled() {
        return messages().stream().filter(message -> !message.isSettled());
    }

    /** How many messages were not taken so far. */
    long failed() {
        return failed.get();
    }

    /** How many messages were taken, and came to nothing, or perhaps to nothing, as their senders were told. */
    long noticed() {
        return noticed.get();
    }

    /** Whether a sender was told that a message to this peer, although taken, came to nothing, or perhaps to nothing. */
    boolean isUnreached(TrafficPeer receiver) {
        return unreached.contains(receiver);
    }

    void onSaid() {
        unsettled.incrementAndGet();
    }

    void onResult(Message message, boolean settles) {
        if (message.isKnownToFail()) {
            failed.incrementAndGet();
        }
        if (message.isNoticed()) {
            noticed.incrementAndGet();
            unreached.add(message.receiver);
        }
        settled(settles);
    }

    void onHeard(boolean settles) {
        heard.incrementAndGet();
        settled(settles);
    }

    private void settled(boolean settles) {
        if (settles) {
            unsettled.decrementAndGet();
        }
        changed();
    }

    void await(String what, BooleanSupplier condition) {
        await(what, condition, () -> "");
    }

    /** Looks again whenever something changed. */
    private void await(String what, BooleanSupplier condition, Supplier<String> words) {
        long deadline = System.nanoTime() + Await.LIMIT.toNanos();
        synchronized (changes) {
            while (!condition.getAsBoolean()) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    throw new AssertionError("not within " + Await.LIMIT + ": " + what + " " + words.get());
                }
                try {
                    changes.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new AssertionError("interrupted", e);
                }
            }
        }
    }

    /** Something that a test may wait for has changed. */
    void changed() {
        synchronized (changes) {
            changes.notifyAll();
        }
    }

    @Override
    public void close() {
        pace.shutdownNow();
        for (TrafficPeer peer : all()) {
            peer.close();
        }
        await("all are closed", () -> all().stream().allMatch(TrafficPeer::isClosed));
    }
}

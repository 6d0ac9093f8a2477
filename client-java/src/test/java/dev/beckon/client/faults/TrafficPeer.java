package dev.beckon.client.faults;

import dev.beckon.client.SignalingClient;
import dev.beckon.client.SignalingException;
import dev.beckon.client.SignalingListener;
import dev.beckon.client.State;
import dev.beckon.client.outcome.SendResult;
import dev.beckon.client.signal.Address;
import dev.beckon.client.signal.Data;
import dev.beckon.client.signal.Signal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A client that numbers what it says, and remembers what it hears. Its callbacks come one at a time. */
final class TrafficPeer implements SignalingListener {

    private static final int RETRY_MILLIS = 100;

    private final String id;
    private final Traffic traffic;
    private final SignalingClient client;
    private final List<Message> said = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Integer> lastHeard = new ConcurrentHashMap<>();
    private final List<SignalingException> losses = Collections.synchronizedList(new ArrayList<>());
    private volatile State state = State.IDLE;
    private final AtomicInteger sessions = new AtomicInteger();
    private final AtomicInteger resumes = new AtomicInteger();
    private final AtomicInteger disordered = new AtomicInteger();
    private volatile long longestAwayNanos;
    private long awaySince;

    TrafficPeer(String id, String target, Traffic traffic) {
        this.id = id;
        this.traffic = traffic;
        client = SignalingClient.builder(target, id)
                .plaintext()
                .connectTimeout(1, TimeUnit.SECONDS)
                .reconnectPolicy(attempt -> attempt == 0 ? 0 : RETRY_MILLIS)
                .build();
    }

    void connect() {
        client.connect(this);
    }

    void close() {
        client.close();
    }

    /** One thread at a time. */
    void say(TrafficPeer to, String filling) {
        Message message = new Message(this, to, said.size());
        said.add(message);
        traffic.onSaid();
        client.send(
                Address.peer(to.id),
                Data.text(Integer.toString(message.number), filling),
                result -> onResult(message, result));
    }

    private void onResult(Message message, SendResult result) {
        boolean settles = message.onResult(result, sessions.get());
        traffic.onResult(message, settles);
    }

    @Override
    public void onData(Signal signal, Data data) {
        int number = Integer.parseInt(data.label());
        Integer before = lastHeard.put(signal.from(), number);
        if (before != null && before >= number) {
            disordered.incrementAndGet();
        }
        traffic.onHeard(traffic.peer(signal.from()).said.get(number).onHeard());
    }

    @Override
    public void onStateChanged(State newState, @Nullable SignalingException why) {
        if (newState == State.WAITING && state == State.LIVE) {
            awaySince = System.nanoTime();
            if (why != null) {
                losses.add(why);
            }
        }
        if (newState == State.LIVE && awaySince != 0) {
            longestAwayNanos = Math.max(longestAwayNanos, System.nanoTime() - awaySince);
            awaySince = 0;
        }
        state = newState;
        traffic.changed();
    }

    @Override
    public void onSessionStarted(String sessionId) {
        sessions.incrementAndGet();
        traffic.changed();
    }

    @Override
    public void onSessionResumed(String sessionId) {
        resumes.incrementAndGet();
        traffic.changed();
    }

    String id() {
        return id;
    }

    boolean isLive() {
        return state == State.LIVE;
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    /** How many sessions it has had; more than one means that one was lost (RESYNC). */
    int sessions() {
        return sessions.get();
    }

    int resumes() {
        return resumes.get();
    }

    /** Messages that came after a later one of the same sender. */
    int disordered() {
        return disordered.get();
    }

    long longestAwayNanos() {
        return longestAwayNanos;
    }

    /** Why its streams ended, in order. */
    List<SignalingException> losses() {
        synchronized (losses) {
            return List.copyOf(losses);
        }
    }

    List<Message> said() {
        synchronized (said) {
            return List.copyOf(said);
        }
    }
}

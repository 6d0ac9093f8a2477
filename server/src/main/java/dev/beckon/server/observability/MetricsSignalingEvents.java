package dev.beckon.server.observability;

import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.message.ServerEvent.AttachResult;
import dev.beckon.server.core.peer.Hello;
import dev.beckon.server.core.peer.Origin;
import dev.beckon.server.core.peer.Registration;
import dev.beckon.server.core.peer.SessionId;
import dev.beckon.server.core.port.SignalingEvents;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts events for Prometheus. Tags come from closed sets: never an id of a peer, session or room. All meters exist
 * from the start, so that rates include the first event. Callable from any thread.
 */
public final class MetricsSignalingEvents implements SignalingEvents {

    private static final Duration[] RELAY_BUCKETS = {
        Duration.ofNanos(50_000),
        Duration.ofNanos(100_000),
        Duration.ofNanos(250_000),
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofNanos(2_500_000),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
    };

    private final LongAdder sessions = new LongAdder();
    /** Only away sessions are tracked individually: most sessions are live. */
    private final Set<SessionId> away = ConcurrentHashMap.newKeySet();

    private final LongAdder mailboxEvents = new LongAdder();
    private final LongAdder mailboxBytes = new LongAdder();
    private final Counters<AttachResult> attaches;
    private final Counters<EndReason> streamsLost;
    private final Counters<EndReason> sessionsEnded;
    private final Counters<Refusal.Code> refused;
    private final Counters<Refusal.Code> reported;
    private final Counter slow;
    private final Counter goAways;
    private final Counter faults;
    private final Timer relay;

    /** Registers all meters. */
    public MetricsSignalingEvents(MeterRegistry registry) {
        Gauge.builder("beckon.sessions", this, MetricsSignalingEvents::live)
                .tags("state", "live")
                .description("Sessions that have a stream, or have none and may come back")
                .register(registry);
        Gauge.builder("beckon.sessions", away, Set::size)
                .tags("state", "away")
                .description("Sessions that have a stream, or have none and may come back")
                .register(registry);
        Gauge.builder("beckon.mailbox.events", mailboxEvents, LongAdder::sum)
                .description("Signals and notices that wait to be acknowledged, all mailboxes together")
                .register(registry);
        Gauge.builder("beckon.mailbox.size", mailboxBytes, LongAdder::sum)
                .baseUnit("bytes")
                .description("Bytes of them")
                .register(registry);
        attaches = new Counters<>(
                registry, AttachResult.class, "beckon.attaches", "result", "Streams that got a session, by how");
        streamsLost = new Counters<>(
                registry, EndReason.class, "beckon.sessions.away", "reason", "Sessions that lost their stream, by why");
        sessionsEnded = new Counters<>(
                registry, EndReason.class, "beckon.sessions.ended", "reason", "Sessions that ended, by why");
        refused = new Counters<>(
                registry, Refusal.Code.class, "beckon.frames.refused", "code", "Client frames answered by a notice");
        reported = new Counters<>(
                registry,
                Refusal.Code.class,
                "beckon.signals.reported",
                "code",
                "Taken signals whose sender was told that they were not delivered, or perhaps not");
        slow = counter(registry, "beckon.slow.closes", "Streams closed because their reader did not keep up");
        goAways = counter(registry, "beckon.go.aways", "Streams that the server asked to leave");
        faults = counter(registry, "beckon.faults", "Faults of the server; each is in the log");
        relay = Timer.builder("beckon.relay")
                .description("From the queueing of an event to its handing to the socket")
                .serviceLevelObjectives(RELAY_BUCKETS)
                .register(registry);
    }

    @Override
    public void sessionStarted(Registration registration, Hello hello, Origin origin) {
        sessions.increment();
    }

    @Override
    public void sessionAttached(Registration registration, AttachResult result, Origin origin) {
        away.remove(registration.session());
        attaches.count(result);
    }

    @Override
    public void sessionAway(Registration registration, EndReason reason) {
        away.add(registration.session());
        streamsLost.count(reason);
        countSlow(reason);
    }

    @Override
    public void sessionEnded(Registration registration, EndReason reason) {
        away.remove(registration.session());
        sessions.decrement();
        sessionsEnded.count(reason);
        countSlow(reason);
    }

    @Override
    public void refused(Registration registration, Refusal refusal) {
        refused.count(refusal.code());
    }

    @Override
    public void reported(Registration registration, Refusal outcome, int signals) {
        reported.count(outcome.code(), signals);
    }

    @Override
    public void mailboxChanged(int events, int bytes) {
        mailboxEvents.add(events);
        mailboxBytes.add(bytes);
    }

    @Override
    public void relayed(long waitedNanos) {
        relay.record(waitedNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public String fault(String where, Throwable cause) {
        faults.increment();
        return "";
    }

    @Override
    public void goAwaySent(EndReason reason) {
        goAways.increment();
    }

    private void countSlow(EndReason reason) {
        if (reason == EndReason.SLOW) {
            slow.increment();
        }
    }

    private double live() {
        return Math.max(0, sessions.sum() - away.size());
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }
}

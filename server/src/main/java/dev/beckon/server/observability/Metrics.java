package dev.beckon.server.observability;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** All meters of a server, exported for Prometheus. Callable from any thread. */
public final class Metrics implements AutoCloseable {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics pauses = new JvmGcMetrics();

    /** Starts to measure the JVM. */
    public Metrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        pauses.bindTo(registry);
    }

    public MeterRegistry registry() {
        return registry;
    }

    /** Registers the number of connections of a port. */
    public void connections(String door, IntSupplier count) {
        Gauge.builder("beckon.connections", count::getAsInt)
                .tag("door", door)
                .description("Open connections, by port")
                .register(registry);
    }

    /**
     * Registers the number of objects of a kind that the server holds. All are released some time after their sessions
     * ended.
     *
     * @param kind from a closed set, for instance "rooms"
     */
    public void held(String kind, LongSupplier count) {
        Gauge.builder("beckon.held", count::getAsLong)
                .tag("kind", kind)
                .description("What the server remembers, by kind")
                .register(registry);
    }

    /**
     * Registers Netty's memory outside the heap, if the JVM's own figures do not include it.
     *
     * @param bytes -1 if they do
     */
    public void directMemory(String netty, LongSupplier bytes) {
        if (bytes.getAsLong() < 0) {
            return;
        }
        Gauge.builder("beckon.netty.direct.memory", bytes::getAsLong)
                .tag("netty", netty)
                .baseUnit("bytes")
                .description("Direct memory that Netty has reserved")
                .register(registry);
    }

    /** Registers the numbers of successful and failed fetches from a key server. */
    public void keyFetches(LongSupplier fetched, LongSupplier failed) {
        keyFetches("fetched", fetched);
        keyFetches("failed", failed);
    }

    private void keyFetches(String outcome, LongSupplier count) {
        FunctionCounter.builder("beckon.key.fetches", count, LongSupplier::getAsLong)
                .tag("outcome", outcome)
                .description("Fetches of the keys that access tokens are checked by")
                .register(registry);
    }

    /** Returns the Prometheus text format, version 0.0.4. */
    public String text() {
        return registry.scrape();
    }

    @Override
    public void close() {
        pauses.close();
        registry.close();
    }
}

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

/** All meters of a server, and their text for Prometheus. Callable from any thread. */
public final class Metrics implements AutoCloseable {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics pauses = new JvmGcMetrics();

    /** Begins to measure the JVM. */
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

    /** Shows how many connections a port has. */
    public void connections(String door, IntSupplier count) {
        Gauge.builder("beckon.connections", count::getAsInt)
                .tag("door", door)
                .description("Open connections, by port")
                .register(registry);
    }

    /**
     * Shows how many things of a kind the server remembers. All of them are forgotten some time after their sessions ended.
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
     * Shows the memory that Netty holds outside the heap, if it bypasses the JVM's own count of it.
     *
     * @param bytes -1 if it does not
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

    /** Shows how often the keys of a key server were fetched, and how often they could not be. */
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

    /** The text format of Prometheus, version 0.0.4. */
    public String text() {
        return registry.scrape();
    }

    @Override
    public void close() {
        pauses.close();
        registry.close();
    }
}

package dev.beckon.benchmark;

import dev.beckon.benchmark.client.Network;
import dev.beckon.benchmark.load.CallLoad;
import dev.beckon.benchmark.load.IdleLoad;
import dev.beckon.benchmark.load.LatencyLoad;
import dev.beckon.benchmark.load.RelayLoad;
import dev.beckon.benchmark.load.StartUp;
import dev.beckon.benchmark.load.Target;
import dev.beckon.benchmark.report.Metric;
import dev.beckon.benchmark.report.Results;
import dev.beckon.benchmark.report.Summary;
import dev.beckon.benchmark.server.ServerProcess;
import dev.beckon.benchmark.server.SystemUnderTest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Measures all systems in turn over several rounds, each with a new server process. Other load of the machine and
 * variations of JVM compilation then affect rounds and not systems.
 */
final class Rounds {

    private static final double PER_100K = 100_000;
    private static final Duration GENERATOR_WARM_UP = Duration.ofSeconds(1);

    private final Plan plan;
    private final Network network;
    private final List<SystemUnderTest> systems;
    private final Path logs;
    private final Consumer<String> progress;
    private final Results results;

    Rounds(Plan plan, Network network, List<SystemUnderTest> systems, Path logs, Consumer<String> progress) {
        this.plan = plan;
        this.network = network;
        this.systems = systems;
        this.logs = logs;
        this.progress = progress;
        this.results = new Results(systems.stream().map(Rounds::row).toList());
    }

    Results run() throws InterruptedException, IOException, TimeoutException {
        for (SystemUnderTest system : systems) {
            progress.accept("warming up the generator: " + system.title());
            warmUpGenerator(system);
        }
        for (int round = 0; round < plan.rounds(); round++) {
            List<SystemUnderTest> turn = new ArrayList<>(systems);
            Collections.rotate(turn, -round);
            for (SystemUnderTest system : turn) {
                progress.accept("round %d of %d: %s".formatted(round + 1, plan.rounds(), system.title()));
                measureTraffic(system);
                if (round < plan.idleRounds()) {
                    measureIdle(system);
                }
            }
        }
        return results;
    }

    /** The first system must not pay for the compilation of the generator's code. */
    private void warmUpGenerator(SystemUnderTest system) throws InterruptedException, IOException, TimeoutException {
        try (ServerProcess server = start(system)) {
            Target target = Target.of(network, system, server);
            StartUp.awaitFirstPeerMillis(target);
            RelayLoad.warmUp(target, GENERATOR_WARM_UP);
            CallLoad.warmUp(target, GENERATOR_WARM_UP);
        }
    }

    private void measureTraffic(SystemUnderTest system) throws InterruptedException, IOException, TimeoutException {
        Results.Row row = row(system);
        try (ServerProcess server = start(system)) {
            Target target = Target.of(network, system, server);
            results.add(row, Metric.START, StartUp.awaitFirstPeerMillis(target));
            add(row, RelayLoad.run(target, plan.relayWarmUp(), plan.measured()));
            add(row, LatencyLoad.run(target, Plan.LATENCY_WARM_UP, plan.measured()));
            add(row, CallLoad.run(target, plan.callWarmUp(), plan.measured()));
            server.checkAlive();
        }
    }

    private void measureIdle(SystemUnderTest system) throws InterruptedException, IOException, TimeoutException {
        try (ServerProcess server = start(system)) {
            Target target = Target.of(network, system, server);
            StartUp.awaitFirstPeerMillis(target);
            IdleLoad.Result idle = IdleLoad.run(target, plan.idlePeers());
            results.add(row(system), Metric.IDLE_EMPTY, idle.emptyMib());
            results.add(row(system), Metric.IDLE_PEER, idle.kibPerPeer());
            show(row(system), Metric.IDLE_PEER);
        }
    }

    private void add(Results.Row row, RelayLoad.Result relay) {
        double signals = relay.signals();
        results.add(row, Metric.RELAY_SIGNALS, signals / 1_000 / relay.usage().elapsedSeconds());
        results.add(row, Metric.RELAY_SERVER_CPU, relay.usage().serverSeconds() / signals * PER_100K);
        relay.allocated().ifPresent(bytes -> results.add(row, Metric.RELAY_ALLOCATED, bytes / signals));
        results.add(row, Metric.RELAY_GENERATOR_CPU, relay.usage().generatorSeconds() / signals * PER_100K);
        results.add(row, Metric.RELAY_MESSAGES, relay.messages() / signals);
        results.add(row, Metric.RELAY_BYTES, relay.bytes() / signals);
        results.add(row, Metric.RELAY_FOREIGN, relay.usage().foreignCores());
        show(row, Metric.RELAY_SIGNALS, Metric.RELAY_SERVER_CPU);
        if (relay.allocated().isPresent()) {
            show(row, Metric.RELAY_ALLOCATED);
        }
    }

    private void add(Results.Row row, LatencyLoad.Result latency) {
        long[] nanos = latency.sortedNanos();
        results.add(row, Metric.LATENCY_P50, Summary.percentile(nanos, 0.5) / 1e3);
        results.add(row, Metric.LATENCY_P99, Summary.percentile(nanos, 0.99) / 1e3);
        results.add(row, Metric.LATENCY_MAX, Summary.percentile(nanos, 1) / 1e3);
        results.add(row, Metric.LATENCY_SERVER_CPU, latency.usage().serverSeconds() / nanos.length * PER_100K);
        latency.allocated()
                .ifPresent(bytes -> results.add(row, Metric.LATENCY_ALLOCATED, (double) bytes / nanos.length));
        results.add(row, Metric.LATENCY_LATENESS, Summary.percentile(latency.sortedLatenessNanos(), 0.99) / 1e3);
        results.add(row, Metric.LATENCY_FOREIGN, latency.usage().foreignCores());
        show(row, Metric.LATENCY_P50, Metric.LATENCY_P99);
    }

    private void add(Results.Row row, CallLoad.Result calls) {
        double count = calls.calls();
        results.add(row, Metric.CALLS, count / calls.usage().elapsedSeconds());
        results.add(row, Metric.CALL_SERVER_CPU, calls.usage().serverSeconds() / count * 1_000);
        results.add(row, Metric.CALL_GENERATOR_CPU, calls.usage().generatorSeconds() / count * 1_000);
        results.add(row, Metric.CALL_MESSAGES, calls.messagesPerCall());
        results.add(row, Metric.CALL_BYTES, calls.bytesPerCall());
        results.add(row, Metric.CALL_FOREIGN, calls.usage().foreignCores());
        show(row, Metric.CALLS, Metric.CALL_SERVER_CPU, Metric.CALL_MESSAGES, Metric.CALL_BYTES);
    }

    /** Prints the newest values during the run. */
    private void show(Results.Row row, Metric... metrics) {
        StringJoiner line = new StringJoiner(", ", "  ", "");
        for (Metric metric : metrics) {
            line.add(metric.title() + ": "
                    + metric.format(results.values(row, metric).getLast()));
        }
        progress.accept(line.toString());
    }

    private ServerProcess start(SystemUnderTest system) throws IOException {
        return ServerProcess.start(system, logs.resolve(system.key() + ".log"));
    }

    private static Results.Row row(SystemUnderTest system) {
        return new Results.Row(system.key(), system.title(), system.description());
    }
}

package dev.beckon.benchmark;

import java.time.Duration;

/**
 * The durations and numbers of a run.
 *
 * @param rounds how often each system is measured
 * @param idleRounds how many of these rounds measure idle peers too
 * @param idlePeers number of idle peers
 * @param relayWarmUp before the relay is measured; the longest, because a JVM compiles its hot code meanwhile
 * @param callWarmUp before calls are measured
 * @param measured duration of each load
 */
record Plan(int rounds, int idleRounds, int idlePeers, Duration relayWarmUp, Duration callWarmUp, Duration measured) {

    /** Before latency is measured; the relay has already warmed up the code. */
    static final Duration LATENCY_WARM_UP = Duration.ofMillis(500);

    /** A run for publication. */
    static final Plan FULL = new Plan(3, 1, 5_000, Duration.ofSeconds(7), Duration.ofSeconds(3), Duration.ofSeconds(4));

    /** A smoke test. */
    static final Plan QUICK =
            new Plan(1, 1, 500, Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofMillis(1_500));
}

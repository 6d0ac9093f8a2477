package dev.beckon.benchmark;

import java.time.Duration;

/**
 * How long everything takes.
 *
 * @param rounds in which each system is measured once
 * @param idleRounds how many of them measure idle peers too
 * @param idlePeers how many those are
 * @param relayWarmUp before the relay is measured; the longest, because a JVM compiles its hot code meanwhile
 * @param callWarmUp before calls are measured
 * @param measured for each load
 */
record Plan(int rounds, int idleRounds, int idlePeers, Duration relayWarmUp, Duration callWarmUp, Duration measured) {

    /** Before latency is measured: the path is warm from the relay. */
    static final Duration LATENCY_WARM_UP = Duration.ofMillis(500);

    /** What is published. */
    static final Plan FULL = new Plan(3, 1, 5_000, Duration.ofSeconds(7), Duration.ofSeconds(3), Duration.ofSeconds(4));

    /** To see that all of it works. */
    static final Plan QUICK =
            new Plan(1, 1, 500, Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofMillis(1_500));
}

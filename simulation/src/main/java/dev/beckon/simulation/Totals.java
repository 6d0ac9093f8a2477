package dev.beckon.simulation;

import dev.beckon.simulation.Parameters.Size;
import dev.beckon.simulation.Simulation.Outcome;
import dev.beckon.simulation.check.Findings.Count;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Runs many seeds in parallel, one thread per core, and collects their outcomes. */
public final class Totals {

    private static final int MOST_FAILURES = 5;
    private static final Duration PROGRESS = Duration.ofSeconds(10);

    private final long from;
    private final Size size;
    private final Map<Count, Long> counts = new EnumMap<>(Count.class);
    private final List<String> failures = new ArrayList<>();
    private long seeds;
    private long virtualNanos;
    private long steps;

    /** @param from the first seed */
    public Totals(long from, Size size) {
        this.from = from;
        this.size = size;
    }

    /** Runs seeds until there were enough, the time is over, or several failed. */
    public void run(int most, Duration atMost, Consumer<String> progress) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        AtomicLong next = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            threads.add(Thread.ofPlatform().daemon().start(() -> {
                for (long n = next.getAndIncrement(); n < most && goesOn(end); n = next.getAndIncrement()) {
                    add(Simulation.run(from + n, Parameters.of(from + n, size), 0));
                }
            }));
        }
        for (Thread thread : threads) {
            while (!thread.join(PROGRESS)) {
                progress.accept(toString());
            }
        }
    }

    private synchronized boolean goesOn(long end) {
        return System.nanoTime() < end && failures.size() < MOST_FAILURES;
    }

    private synchronized void add(Outcome outcome) {
        seeds++;
        virtualNanos += outcome.virtualNanos();
        steps += outcome.steps();
        outcome.counts().forEach((what, count) -> counts.merge(what, count, Long::sum));
        if (outcome.broken() != null) {
            failures.add(describe(outcome, size));
        }
    }

    /** Returns the seeds that failed, each with the command to run it again. */
    public synchronized List<String> failures() {
        return List.copyOf(failures);
    }

    /** Returns how many seeds were run. */
    public synchronized long seeds() {
        return seeds;
    }

    /** Returns how often something happened. */
    public synchronized long count(Count what) {
        return counts.getOrDefault(what, 0L);
    }

    /** Describes a run. */
    public static String describe(Outcome outcome, Size size) {
        String again = "./test --seed " + outcome.seed() + (size == Size.LARGE ? " --large" : "");
        return (outcome.broken() == null ? "passed" : "FAILED " + outcome.broken()) + "\n  " + outcome.parameters()
                + "\n  again with its history: " + again;
    }

    /** Parses a time such as 90s, 10m or 2h. */
    public static Duration parse(String time) {
        return Duration.parse("PT" + time.toUpperCase(Locale.ROOT));
    }

    @Override
    public synchronized String toString() {
        StringBuilder words = new StringBuilder(String.format(
                Locale.ROOT, "%d seeds, %.1f h of virtual time, %d steps", seeds, virtualNanos / 3.6e12, steps));
        counts.forEach((what, count) -> words.append(", ")
                .append(what.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .append(' ')
                .append(count));
        long lost =
                failures.stream().filter(failure -> failure.contains("P1 lost")).count();
        long doubled = failures.stream()
                .filter(failure -> failure.contains("P1 doubled"))
                .count();
        return words.append(", lost ")
                .append(lost)
                .append(", doubled ")
                .append(doubled)
                .toString();
    }
}

package dev.beckon.simulation;

import dev.beckon.simulation.Parameters.Size;
import dev.beckon.simulation.Simulation.Outcome;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs one seed and prints its history, or runs fresh seeds for some time. */
@Command(name = "simulation", description = "Runs one seed and prints its history, or runs fresh seeds for some time.")
public final class Main implements Callable<Integer> {

    private static final int LINES = 300;

    @Option(names = "--seed", description = "The seed to run.")
    private long seed = -1;

    @Option(names = "--large", description = "Runs the seed with 300 peers.")
    private boolean large;

    @Option(names = "--lines", description = "Number of lines of the history to print.")
    private int lines = LINES;

    @Option(names = "--soak", description = "Runs fresh seeds for this long, for instance 10m.")
    private String soak = "";

    @Option(names = "--from", description = "The first of the fresh seeds. Default: the current time.")
    private long from = System.currentTimeMillis() * 1_000;

    @Option(names = "--seeds", description = "Runs this many seeds.")
    private int seeds;

    private Main() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        if (seed >= 0) {
            return replay();
        }
        Totals totals = new Totals(from, large ? Size.LARGE : Size.SMALL);
        totals.run(
                seeds == 0 ? Integer.MAX_VALUE : seeds,
                soak.isEmpty() ? Duration.ofDays(365) : Totals.parse(soak),
                System.out::println);
        System.out.println(totals);
        totals.failures().forEach(System.out::println);
        return totals.failures().isEmpty() ? 0 : 1;
    }

    private int replay() {
        Outcome outcome = Simulation.run(seed, Parameters.of(seed, large ? Size.LARGE : Size.SMALL), lines);
        outcome.lines().forEach(System.out::println);
        System.out.println(Totals.describe(outcome, large ? Size.LARGE : Size.SMALL));
        return outcome.broken() == null ? 0 : 1;
    }
}

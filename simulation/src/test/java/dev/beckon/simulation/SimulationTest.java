package dev.beckon.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.simulation.Parameters.Size;
import dev.beckon.simulation.Simulation.Outcome;
import dev.beckon.simulation.check.Findings.Count;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The promises P1 to P5 of the design, on whole histories. */
class SimulationTest {

    private static final Duration AT_MOST = Duration.ofMinutes(10);
    private static final int LINES = 1_000_000;

    @Test
    void smallGroups_keepThePromises() throws InterruptedException {
        Totals totals = play(2_000, Size.SMALL);

        assertThat(totals.seeds()).isEqualTo(2_000);
        // So that a simulator in which nothing happens does not pass.
        assertThat(totals.count(Count.SIGNALS_DELIVERED)).isGreaterThan(100_000);
        for (Count what : Count.values()) {
            assertThat(totals.count(what)).as(what.name()).isPositive();
        }
    }

    @Test
    void largeGroups_keepThePromises() throws InterruptedException {
        assertThat(play(20, Size.LARGE).seeds()).isEqualTo(20);
    }

    @Test
    void oneSeed_hasOneHistory() {
        for (long seed = 1; seed <= 20; seed++) {
            Outcome first = Simulation.run(seed, Parameters.of(seed, Size.SMALL), LINES);
            Outcome second = Simulation.run(seed, Parameters.of(seed, Size.SMALL), LINES);

            assertThat(second.lines()).isEqualTo(first.lines());
            assertThat(second.digest()).isEqualTo(first.digest());
        }
    }

    @Test
    void oneSeed_hasOneHistory_inAnotherProcessToo() throws Exception {
        Outcome here = Simulation.run(7, Parameters.of(7, Size.SMALL), LINES);
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.beckon.simulation.Main",
                        "--seed",
                        "7",
                        "--lines",
                        Integer.toString(LINES))
                .redirectErrorStream(true)
                .start();
        String printed = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(other.waitFor()).isZero();
        assertThat(List.of(printed.split("\n"))).startsWith(here.lines().toArray(String[]::new));
    }

    private static Totals play(int seeds, Size size) throws InterruptedException {
        Totals totals = new Totals(1, size);
        totals.run(seeds, AT_MOST, progress -> {});
        System.out.println(totals);
        assertThat(totals.failures()).isEmpty();
        return totals;
    }
}

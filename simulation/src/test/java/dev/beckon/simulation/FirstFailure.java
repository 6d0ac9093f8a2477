package dev.beckon.simulation;

import dev.beckon.simulation.Parameters.Size;
import dev.beckon.simulation.Simulation.Outcome;

/** Plays seeds until one fails. Called in a class loader of its own, with changed classes. */
public final class FirstFailure {

    private FirstFailure() {}

    /** The first failing seed and what failed; "" if none of so many does. */
    public static String among(long seeds) {
        for (long seed = 1; seed <= seeds; seed++) {
            Outcome outcome = Simulation.run(seed, Parameters.of(seed, Size.SMALL), 0);
            if (outcome.broken() != null) {
                return "seed " + seed + ", " + outcome.broken();
            }
        }
        return "";
    }
}

package dev.beckon.simulation.time;

import java.util.List;
import java.util.SplittableRandom;

/**
 * A deterministic random source: the same seed gives the same values. Each actor has its own, derived from its name.
 */
public final class Dice {

    private final long seed;
    private final SplittableRandom random;

    public Dice(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
    }

    /** Returns a separate source, so that one actor does not influence the others. */
    public Dice of(String name) {
        long mixed = seed;
        for (int i = 0; i < name.length(); i++) {
            mixed = mixed * 6364136223846793005L + name.charAt(i) + 1442695040888963407L;
        }
        return new Dice(mixed ^ (mixed >>> 29));
    }

    /** Returns true with this probability in percent. */
    public boolean percent(double chance) {
        return random.nextDouble() * 100 < chance;
    }

    /** Returns a number from {@code least} to {@code most}, inclusive. */
    public int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    /** Returns a number from {@code least} to {@code most}, inclusive. */
    public long between(long least, long most) {
        return random.nextLong(least, most + 1);
    }

    public double fraction() {
        return random.nextDouble();
    }

    public long number() {
        return random.nextLong();
    }

    public <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** Returns a time with this mean: most are short, some are long. At most eight times the mean. */
    public long around(long mean) {
        return Math.min(8 * mean, (long) (-Math.log(1 - random.nextDouble()) * mean));
    }
}

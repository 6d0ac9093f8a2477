package dev.beckon.simulation.time;

import java.util.List;
import java.util.SplittableRandom;

/** A source of chance, which always says the same for the same seed. Each actor has its own, made from its name. */
public final class Dice {

    private final long seed;
    private final SplittableRandom random;

    public Dice(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
    }

    /** Dice of somebody's own, so that what one does changes nothing for the others. */
    public Dice of(String name) {
        long mixed = seed;
        for (int i = 0; i < name.length(); i++) {
            mixed = mixed * 6364136223846793005L + name.charAt(i) + 1442695040888963407L;
        }
        return new Dice(mixed ^ (mixed >>> 29));
    }

    /** True in so many of a hundred cases. */
    public boolean percent(double chance) {
        return random.nextDouble() * 100 < chance;
    }

    /** From {@code least} to {@code most}, both included. */
    public int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    /** From {@code least} to {@code most}, both included. */
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

    /** A time with this mean: most are short, some are long. At most eight times the mean. */
    public long around(long mean) {
        return Math.min(8 * mean, (long) (-Math.log(1 - random.nextDouble()) * mean));
    }
}

package dev.beckon.simulation.server;

import dev.beckon.simulation.time.Dice;
import dev.beckon.simulation.time.World;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The paths to the stores: each key has its own, so that calls for different keys overtake each other. */
final class Lines {

    private final World world;
    private final Dice dice;
    private final long delay;
    private final BooleanSupplier isDead;
    private final Map<String, Line> lines = new HashMap<>();

    Lines(World world, String name, long delay, BooleanSupplier isDead) {
        this.world = world;
        this.dice = world.dice(name);
        this.delay = delay;
        this.isDead = isDead;
    }

    Line of(String key) {
        return lines.computeIfAbsent(key, name -> new Line(world, dice.of(name), delay, isDead));
    }
}

package dev.beckon.simulation.net;

import dev.beckon.simulation.time.Dice;
import dev.beckon.simulation.time.World;

/** One direction of a stream: items arrive later and in order, until it is cut. */
final class Pipe {

    private final World world;
    private final Dice dice;
    private final long latency;
    private long lastArrival;
    private boolean cut;

    Pipe(World world, Dice dice, long latency) {
        this.world = world;
        this.dice = dice;
        this.latency = latency;
    }

    void send(Runnable arrival) {
        lastArrival = Math.max(lastArrival + 1, world.now() + latency / 2 + dice.around(latency));
        world.after(lastArrival - world.now(), () -> {
            if (!cut) {
                arrival.run();
            }
        });
    }

    /** Drops everything silently from now on. */
    void cut() {
        cut = true;
    }
}

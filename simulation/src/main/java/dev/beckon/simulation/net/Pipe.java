package dev.beckon.simulation.net;

import dev.beckon.simulation.time.Dice;
import dev.beckon.simulation.time.World;

/** One direction of a stream: what is put in arrives later and in order, until it is cut. */
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

    /** Nothing arrives any more, and nobody is told. */
    void cut() {
        cut = true;
    }
}

package dev.beckon.simulation.client;

import dev.beckon.simulation.time.World;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.LongSupplier;

/** The app's callbacks: one at a time, in order, each with a duration. */
final class Callbacks {

    private record Call(Runnable begin, Runnable end, boolean takesTime) {}

    private final World world;
    private final LongSupplier duration;
    private final Queue<Call> calls = new ArrayDeque<>();
    private boolean busy;
    private boolean dead;

    /** @param duration how long a callback takes, in nanoseconds */
    Callbacks(World world, LongSupplier duration) {
        this.world = world;
        this.duration = duration;
    }

    /** Runs a callback of the app. */
    void call(Runnable begin, Runnable end) {
        add(new Call(begin, end, true));
    }

    /** Runs something after the callbacks before it. */
    void whenHandled(Runnable done) {
        add(new Call(() -> {}, done, false));
    }

    /** The process is killed: pending callbacks never return. */
    void die() {
        dead = true;
        calls.clear();
    }

    private void add(Call call) {
        calls.add(call);
        if (!busy) {
            busy = true;
            world.after(0, this::next);
        }
    }

    private void next() {
        Call call = dead ? null : calls.poll();
        if (call == null) {
            busy = false;
            return;
        }
        call.begin().run();
        long time = call.takesTime() ? duration.getAsLong() : 0;
        world.after(time, () -> {
            if (!dead) {
                call.end().run();
                next();
            }
        });
    }
}

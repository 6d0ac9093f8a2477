package dev.beckon.simulation.client;

import dev.beckon.simulation.time.World;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.LongSupplier;

/** The app's callbacks: one after the other, in order, each taking its time. */
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

    /** A callback of the app. */
    void call(Runnable begin, Runnable end) {
        add(new Call(begin, end, true));
    }

    /** Something that waits for the callbacks before it. */
    void whenHandled(Runnable done) {
        add(new Call(() -> {}, done, false));
    }

    /** The process is gone: what was begun never returns. */
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

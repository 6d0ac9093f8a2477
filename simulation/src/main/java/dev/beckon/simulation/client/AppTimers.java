package dev.beckon.simulation.client;

import dev.beckon.client.internal.session.Timers;
import dev.beckon.simulation.time.World;

/** The clock of one client; stops when its process is killed. */
final class AppTimers implements Timers {

    private final World world;
    private int pending;
    private boolean dead;

    AppTimers(World world) {
        this.world = world;
    }

    @Override
    public long nowMillis() {
        return world.now() / World.MILLI;
    }

    @Override
    public Timer schedule(Runnable task, long delayMillis) {
        pending++;
        World.Task scheduled = world.after(delayMillis * World.MILLI, () -> {
            pending--;
            if (!dead) {
                task.run();
            }
        });
        return () -> {
            if (!scheduled.isOver()) {
                pending--;
                scheduled.cancel();
            }
        };
    }

    int pending() {
        return pending;
    }

    void die() {
        dead = true;
    }
}

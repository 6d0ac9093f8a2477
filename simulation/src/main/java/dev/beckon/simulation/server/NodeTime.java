package dev.beckon.simulation.server;

import dev.beckon.server.core.port.Scheduler;
import dev.beckon.simulation.time.World;
import java.time.Duration;
import java.time.Instant;

/** The clock of one node; stops when the node is lost. */
final class NodeTime implements Scheduler {

    private final World world;
    private int pending;
    private boolean dead;

    NodeTime(World world) {
        this.world = world;
    }

    @Override
    public long nanoTime() {
        return world.now();
    }

    @Override
    public Instant now() {
        return Instant.EPOCH.plusNanos(world.now());
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        pending++;
        World.Task scheduled = world.after(delay.toNanos(), () -> {
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

    /** Returns the number of pending timers. */
    int pending() {
        return pending;
    }

    void die() {
        dead = true;
    }

    boolean isDead() {
        return dead;
    }
}

package dev.beckon.simulation.time;

import java.util.Comparator;
import java.util.PriorityQueue;

/** Virtual time: runs tasks in the order of their times, one at a time, on the thread that calls {@link #runUntil}. */
public final class World {

    public static final long MICRO = 1_000L;
    public static final long MILLI = 1_000_000L;
    public static final long SECOND = 1_000_000_000L;

    /** A scheduled task. */
    public static final class Task {
        private final long due;
        private final long order;
        private final Runnable run;
        private boolean over;

        private Task(long due, long order, Runnable run) {
            this.due = due;
            this.order = order;
            this.run = run;
        }

        /** Cancels it; no effect if it has run. */
        public void cancel() {
            over = true;
        }

        public boolean isOver() {
            return over;
        }
    }

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.<Task>comparingLong(task -> task.due).thenComparingLong(task -> task.order));
    private final Dice dice;
    private final History history;
    private long now;
    private long order;
    private long steps;

    public World(long seed, History history) {
        this.dice = new Dice(seed);
        this.history = history;
    }

    /** Returns the nanoseconds since the start. */
    public long now() {
        return now;
    }

    /** Returns how many tasks are scheduled. */
    public long pending() {
        return tasks.stream().filter(task -> !task.over).count();
    }

    /** Returns how many tasks have run. */
    public long steps() {
        return steps;
    }

    public Dice dice(String name) {
        return dice.of(name);
    }

    public History history() {
        return history;
    }

    /** Records an event in the history. */
    public void note(String what, Object... details) {
        history.note(now, what, details);
    }

    /** Schedules a task, which never runs at once. */
    public Task after(long delayNanos, Runnable run) {
        Task task = new Task(now + Math.max(0, delayNanos), order++, run);
        tasks.add(task);
        return task;
    }

    /** Runs the tasks up to this time. */
    public void runUntil(long end) {
        for (Task next = tasks.peek(); next != null && next.due <= end && !history.isStopped(); next = tasks.peek()) {
            tasks.remove();
            if (!next.over) {
                next.over = true;
                now = next.due;
                steps++;
                history.step(now);
                next.run.run();
            }
        }
        now = Math.max(now, end);
    }
}

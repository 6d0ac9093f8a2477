package dev.beckon.server.testing;

import dev.beckon.server.core.port.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Time that passes only when a test says so. Tasks never run inside {@link #schedule}. */
public final class FakeScheduler implements Scheduler {

    private record Task(long dueNanos, long order, Runnable run) {}

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::dueNanos).thenComparingLong(Task::order));
    private long now;
    private long order;
    private Duration clockOffset = Duration.ZERO;
    private Executor due = Runnable::run;

    @Override
    public synchronized long nanoTime() {
        return now;
    }

    @Override
    public synchronized Instant now() {
        return Instant.EPOCH.plusNanos(now).plus(clockOffset);
    }

    /** Somebody sets the clock on the wall, forward or back. No timer notices. */
    public synchronized void setClock(Duration by) {
        clockOffset = clockOffset.plus(by);
    }

    @Override
    public synchronized Timer schedule(Duration delay, Runnable task) {
        Task scheduled = new Task(now + delay.toNanos(), order++, task);
        tasks.add(scheduled);
        return () -> cancel(scheduled);
    }

    /** Passes what falls due to others, as the real scheduler does, instead of running it. */
    public void passTo(Executor workers) {
        due = workers;
    }

    /** Lets time pass, and runs what falls due, in order. */
    public void advance(Duration by) {
        long end = nanoTime() + by.toNanos();
        for (Task task = nextDue(end); task != null; task = nextDue(end)) {
            due.execute(task.run());
        }
        setNow(end);
    }

    /** How many tasks wait. */
    public synchronized int pending() {
        return tasks.size();
    }

    private synchronized @Nullable Task nextDue(long end) {
        Task task = tasks.peek();
        if (task == null || task.dueNanos() > end) {
            return null;
        }
        tasks.remove();
        now = task.dueNanos();
        return task;
    }

    private synchronized void setNow(long nanos) {
        now = nanos;
    }

    private synchronized void cancel(Task task) {
        tasks.remove(task);
    }
}

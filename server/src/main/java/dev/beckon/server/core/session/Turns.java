package dev.beckon.server.core.session;

import java.util.concurrent.Executor;

/**
 * Who runs the tasks of serial executors, and how many of them at a stretch. A thread that runs the tasks of one owner often
 * runs tasks of other owners within them: a room tells its members, a session delivers to another. All of these count, so
 * that no thread is kept from its other work for longer than one turn, whatever one client causes.
 *
 * @param first runs an owner's tasks when there were none before; {@code Runnable::run} makes the caller do it
 * @param next goes on with what is left after a turn, in the order in which it is handed over. One that runs tasks in the
 *     caller, or refuses them, is never handed anything: then the thread that began goes on
 * @param tasks how many tasks one turn has, at least 1
 */
public record Turns(Executor first, Executor next, int tasks) {

    /** Some 100 µs of the usual tasks. */
    private static final int TASKS = 64;

    /** Whoever brings the first task does it, and what is left after a turn is for {@code pool}. */
    public static Turns onCaller(Executor pool) {
        return new Turns(Runnable::run, pool, TASKS);
    }

    /** One executor runs all tasks, and may do something else after each turn. */
    public static Turns on(Executor executor) {
        return new Turns(executor, executor, TASKS);
    }
}

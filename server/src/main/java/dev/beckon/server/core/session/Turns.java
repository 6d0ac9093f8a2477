package dev.beckon.server.core.session;

import java.util.concurrent.Executor;

/**
 * Who runs the tasks of serial executors, and how many in a row. A thread that runs one owner's tasks often runs tasks
 * of other owners within them: a room notifies its members, a session delivers to another. All of these count, so that
 * no client can keep a thread from its other work for longer than one turn.
 *
 * @param first runs an owner's tasks when there were none before; {@code Runnable::run} for the caller
 * @param next continues after a turn, in the order of handing over. If it runs tasks in the caller, or refuses them,
 * the first thread continues itself
 * @param tasks tasks per turn, at least 1
 */
public record Turns(Executor first, Executor next, int tasks) {

    /** Usual tasks of this number take some 100 µs. */
    private static final int TASKS = 64;

    /** The caller runs the first turn, {@code pool} the following ones. */
    public static Turns onCaller(Executor pool) {
        return new Turns(Runnable::run, pool, TASKS);
    }

    /** One executor runs all tasks, and may do other work after each turn. */
    public static Turns on(Executor executor) {
        return new Turns(executor, executor, TASKS);
    }
}

package dev.beckon.server.main;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes what was started, in reverse order. Callable from any thread. A failing step does not prevent the others. */
final class Closing {

    private static final Logger LOG = LoggerFactory.getLogger("beckon.server");

    private record Step(String what, AutoCloseable end) {}

    private final Object lock = new Object();
    private final Deque<Step> steps = new ArrayDeque<>();
    private boolean closing;

    /** Registers how to close something that has started; closes it at once if closing has begun. */
    void add(String what, AutoCloseable end) {
        Step step = new Step(what, end);
        synchronized (lock) {
            if (!closing) {
                steps.push(step);
                return;
            }
        }
        close(step);
    }

    /** Closes everything, once. Returns whether all steps succeeded. */
    boolean closeAll() {
        boolean well = true;
        for (Step step = next(); step != null; step = next()) {
            well &= close(step);
        }
        return well;
    }

    private @Nullable Step next() {
        synchronized (lock) {
            closing = true;
            return steps.poll();
        }
    }

    private static boolean close(Step step) {
        try {
            step.end().close();
            LOG.debug("ended: {}", step.what());
            return true;
        } catch (Exception fault) {
            LOG.error("did not end well: {}", step.what(), fault);
            return false;
        }
    }
}

package dev.beckon.benchmark.load;

import java.util.concurrent.atomic.AtomicReference;

/** Keeps the first thing that went wrong while a load ran. Callable from any thread. */
final class Faults {

    private final AtomicReference<Throwable> first = new AtomicReference<>();

    void add(Throwable fault) {
        first.compareAndSet(null, fault);
    }

    /** Fails if anything went wrong. */
    void check() {
        Throwable fault = first.get();
        if (fault != null) {
            throw new IllegalStateException("the load failed: " + fault.getMessage(), fault);
        }
    }
}

package dev.beckon.benchmark.load;

import java.util.concurrent.atomic.AtomicReference;

/** Keeps the first fault of a load. Any thread may call it. */
final class Faults {

    private final AtomicReference<Throwable> first = new AtomicReference<>();

    void add(Throwable fault) {
        first.compareAndSet(null, fault);
    }

    /** Throws if there was a fault. */
    void check() {
        Throwable fault = first.get();
        if (fault != null) {
            throw new IllegalStateException("the load failed: " + fault.getMessage(), fault);
        }
    }
}

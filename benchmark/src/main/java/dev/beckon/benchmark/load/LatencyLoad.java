package dev.beckon.benchmark.load;

import dev.beckon.benchmark.client.Stamp;
import dev.beckon.benchmark.server.CpuMeter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Latency at a fixed rate: {@value #PER_SECOND} candidates of {@value Pair#TEXT_BYTES} bytes a second in total, in turn
 * over {@value #PAIRS} pairs, from sending until the receiver's event loop has the message. Open loop: a slow server
 * does not slow the sender. The result includes how late the generator itself was.
 */
public final class LatencyLoad {

    /**
     * The measured latencies.
     *
     * @param sortedNanos every measured latency, ascending
     * @param sortedLatenessNanos how late each signal was sent, ascending
     * @param allocated bytes allocated by the server meanwhile, if known
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Result(
            long[] sortedNanos, long[] sortedLatenessNanos, OptionalLong allocated, CpuMeter.Usage usage) {}

    static final int PAIRS = 50;
    static final int PER_SECOND = 2_000;
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;
    private static final int DRAIN_SECONDS = 10;

    private final List<Times> times = new ArrayList<>();
    private final Faults faults = new Faults();

    private LatencyLoad() {}

    /** Warms up, then measures. */
    public static Result run(Target target, Duration warmUp, Duration measured)
            throws InterruptedException, IOException, TimeoutException {
        return new LatencyLoad().measure(target, warmUp, measured);
    }

    private Result measure(Target target, Duration warmUp, Duration measured)
            throws InterruptedException, IOException, TimeoutException {
        int capacity = Math.toIntExact(warmUp.plus(measured).toNanos() / INTERVAL_NANOS / PAIRS) + 2;
        for (int i = 0; i < PAIRS; i++) {
            times.add(new Times(capacity));
        }
        List<Pair> pairs = Pair.connect(target.network(), target.adapter(), times, faults);
        int warm = send(pairs, warmUp).length;
        awaitReceived(warm);
        times.forEach(Times::reset);

        OptionalLong allocatedBefore = target.system().allocatedBytes(target.server());
        CpuMeter meter = CpuMeter.start(target.server());
        long[] lateness = send(pairs, measured);
        awaitReceived(lateness.length);
        CpuMeter.Usage usage = meter.stop();
        OptionalLong allocated = Target.growth(allocatedBefore, target.system().allocatedBytes(target.server()));
        Pair.close(pairs);
        faults.check();
        long[] nanos = times.stream().flatMapToLong(Times::stream).sorted().toArray();
        Arrays.sort(lateness);
        return new Result(nanos, lateness, allocated, usage);
    }

    /** Sends at the fixed rate for this duration; returns how late each signal was sent. */
    private static long[] send(List<Pair> pairs, Duration duration) {
        long[] lateness = new long[Math.toIntExact(duration.toNanos() / INTERVAL_NANOS)];
        long start = System.nanoTime();
        for (int i = 0; i < lateness.length; i++) {
            long due = start + i * INTERVAL_NANOS;
            long now = System.nanoTime();
            while (now < due) {
                LockSupport.parkNanos(due - now);
                now = System.nanoTime();
            }
            lateness[i] = now - due;
            pairs.get(i % pairs.size()).send();
        }
        return lateness;
    }

    private void awaitReceived(int expected) throws InterruptedException, TimeoutException {
        Await.until(
                () -> times.stream().mapToLong(time -> time.count.get()).sum() == expected,
                "all " + expected + " signals arrived",
                faults,
                DRAIN_SECONDS,
                TimeUnit.SECONDS);
    }

    /** The latencies of one pair. Written by its loop; read by others when the count shows that all have arrived. */
    private static final class Times implements Pair.Receiver {

        private final long[] nanos;
        private final AtomicLong count = new AtomicLong();

        Times(int capacity) {
            nanos = new long[capacity];
        }

        @Override
        public void onMessage(byte[] message) {
            long now = System.nanoTime();
            Stamp.visit(message, (kind, sent) -> {
                nanos[Math.toIntExact(count.get())] = now - sent;
                count.incrementAndGet();
            });
        }

        void reset() {
            count.set(0);
        }

        java.util.stream.LongStream stream() {
            return Arrays.stream(nanos, 0, Math.toIntExact(count.get()));
        }
    }
}

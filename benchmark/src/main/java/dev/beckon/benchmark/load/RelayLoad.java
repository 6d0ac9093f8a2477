package dev.beckon.benchmark.load;

import dev.beckon.benchmark.client.Stamp;
import dev.beckon.benchmark.server.CpuMeter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Throughput: {@value #PAIRS} pairs, each with {@value #WINDOW} candidates of {@value Pair#TEXT_BYTES} bytes in flight
 * from its sender to its receiver. The generator gives a sender credit when its receiver gets a message, so that only
 * the signals and the system's own acks are on the wire. At the end everything sent must have arrived and be acked.
 */
public final class RelayLoad {

    /**
     * The cost of the relay.
     *
     * @param signals delivered in the measured time
     * @param messages of the protocol at all clients' sockets in that time, sent and received
     * @param bytes at all clients' sockets in that time, sent and received
     * @param allocated bytes allocated by the server in that time, if known
     */
    public record Result(long signals, long messages, long bytes, OptionalLong allocated, CpuMeter.Usage usage) {}

    static final int PAIRS = 50;
    static final int WINDOW = 32;
    private static final int DRAIN_SECONDS = 10;

    private final List<Flow> flows = new ArrayList<>();
    private final Faults faults = new Faults();
    private volatile boolean stopping;

    private RelayLoad() {}

    /** Warms up, then measures. */
    public static Result run(Target target, Duration warmUp, Duration measured)
            throws InterruptedException, IOException, TimeoutException {
        Result result = new RelayLoad().measure(target, warmUp, measured);
        if (result.signals() == 0) {
            throw new IllegalStateException("no signal was delivered in the measured time");
        }
        return result;
    }

    /** Loads the target without measuring. */
    public static void warmUp(Target target, Duration duration)
            throws InterruptedException, IOException, TimeoutException {
        new RelayLoad().measure(target, duration, Duration.ZERO);
    }

    private Result measure(Target target, Duration warmUp, Duration measured)
            throws InterruptedException, IOException, TimeoutException {
        for (int i = 0; i < PAIRS; i++) {
            flows.add(new Flow());
        }
        List<Pair> pairs = Pair.connect(target.network(), target.adapter(), flows, faults);
        for (int i = 0; i < PAIRS; i++) {
            Pair pair = pairs.get(i);
            Flow flow = flows.get(i);
            pair.loop().execute(() -> flow.start(pair));
        }
        Thread.sleep(warmUp);

        OptionalLong allocatedBefore = target.system().allocatedBytes(target.server());
        long signals = delivered();
        long messages = pairs.stream().mapToLong(Pair::messages).sum();
        long bytes = pairs.stream().mapToLong(Pair::bytes).sum();
        CpuMeter meter = CpuMeter.start(target.server());
        Thread.sleep(measured);
        CpuMeter.Usage usage = meter.stop();
        signals = delivered() - signals;
        messages = pairs.stream().mapToLong(Pair::messages).sum() - messages;
        bytes = pairs.stream().mapToLong(Pair::bytes).sum() - bytes;
        OptionalLong allocated = Target.growth(allocatedBefore, target.system().allocatedBytes(target.server()));

        stopping = true;
        Await.until(
                () -> flows.stream().allMatch(Flow::isDrained),
                "every signal arrived and is acked",
                faults,
                DRAIN_SECONDS,
                TimeUnit.SECONDS);
        Pair.close(pairs);
        faults.check();
        return new Result(signals, messages, bytes, allocated, usage);
    }

    private long delivered() {
        return flows.stream().mapToLong(flow -> flow.delivered.get()).sum();
    }

    /** The messages in flight of one pair. Confined to the pair's loop; the measuring thread reads the counters. */
    private final class Flow implements Pair.Receiver {

        private final AtomicLong sent = new AtomicLong();
        private final AtomicLong delivered = new AtomicLong();
        private volatile @Nullable Pair pair;

        void start(Pair started) {
            pair = started;
            for (int i = 0; i < WINDOW; i++) {
                send(started);
            }
        }

        @Override
        public void onMessage(byte[] message) {
            Pair ours = pair;
            int credit = Stamp.visit(message, (kind, nanos) -> {});
            delivered.lazySet(delivered.get() + credit);
            for (int i = 0; i < credit && !stopping && ours != null; i++) {
                send(ours);
            }
        }

        boolean isDrained() {
            Pair ours = pair;
            return ours != null && delivered.get() == sent.get() && ours.isAcked();
        }

        private void send(Pair ours) {
            sent.lazySet(sent.get() + 1);
            ours.send();
        }
    }
}

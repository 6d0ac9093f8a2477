package dev.beckon.benchmark.load;

import dev.beckon.benchmark.server.CpuMeter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** Complete calls, {@value #CONCURRENT} at a time, each between two new peers. See {@link Call}. */
public final class CallLoad {

    /**
     * The cost of complete calls.
     *
     * @param calls completed in the measured time
     * @param messagesPerCall of the protocol at both clients' sockets, sent and received, on average
     * @param bytesPerCall at both clients' sockets, sent and received, on average
     */
    public record Result(long calls, double messagesPerCall, double bytesPerCall, CpuMeter.Usage usage) {}

    static final int CONCURRENT = 32;
    private static final int END_SECONDS = 30;

    private final Target target;
    private final Faults faults = new Faults();
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private volatile boolean stopping;

    private CallLoad(Target target) {
        this.target = target;
    }

    /** Warms up, then measures. */
    public static Result run(Target target, Duration warmUp, Duration measured)
            throws InterruptedException, TimeoutException {
        Result result = new CallLoad(target).measure(warmUp, measured);
        if (result.calls() == 0) {
            throw new IllegalStateException("no call ended in the measured time");
        }
        return result;
    }

    /** Loads the target without measuring. */
    public static void warmUp(Target target, Duration duration) throws InterruptedException, TimeoutException {
        new CallLoad(target).measure(duration, Duration.ZERO);
    }

    private Result measure(Duration warmUp, Duration measured) throws InterruptedException, TimeoutException {
        String run = Long.toString(System.nanoTime(), 36);
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < CONCURRENT; i++) {
            String caller = run + "x" + i;
            callers.add(Thread.ofVirtual().start(() -> callUntilStopped(caller)));
        }
        Thread.sleep(warmUp);
        long before = calls.get();
        CpuMeter meter = CpuMeter.start(target.server());
        Thread.sleep(measured);
        CpuMeter.Usage usage = meter.stop();
        long measuredCalls = calls.get() - before;
        stopping = true;
        for (Thread caller : callers) {
            if (!caller.join(Duration.ofSeconds(END_SECONDS))) {
                throw new TimeoutException("a call did not end in " + END_SECONDS + " s");
            }
        }
        faults.check();
        double all = calls.get();
        return new Result(measuredCalls, messages.get() / all, bytes.get() / all, usage);
    }

    private void callUntilStopped(String caller) {
        try {
            for (int i = 0; !stopping; i++) {
                Call call = new Call(target, caller + "x" + i);
                call.run();
                messages.addAndGet(call.messages());
                bytes.addAndGet(call.bytes());
                calls.incrementAndGet();
            }
        } catch (InterruptedException | TimeoutException | RuntimeException failed) {
            faults.add(failed);
        }
    }
}

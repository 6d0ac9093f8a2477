package dev.beckon.server.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.server.core.message.Heartbeats;
import dev.beckon.server.testing.FakeScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeartbeatMonitorTest {

    private static final Heartbeats INTERVALS =
            new Heartbeats(Duration.ofSeconds(15), Duration.ofSeconds(15), Duration.ofSeconds(35));

    private final FakeScheduler time = new FakeScheduler();
    private final SerialExecutor executor = new SerialExecutor(Turns.on(Runnable::run), fault -> {
        throw new AssertionError(fault);
    });
    private final List<String> seen = new ArrayList<>();
    private final HeartbeatMonitor monitor =
            new HeartbeatMonitor(INTERVALS, time, executor, () -> seen.add("beat"), () -> seen.add("dead"));

    @Test
    void aPromiseWhileADueTimerIsQueued_leavesOneTimer() {
        executor.execute(monitor::start);

        executor.execute(() -> {
            // The timer fires now, and its task waits for the end of this one.
            time.advance(Duration.ofSeconds(15));
            monitor.promised(Duration.ofSeconds(4));
        });

        assertThat(time.pending()).isEqualTo(1);
    }

    @Test
    void aStopWhileADueTimerIsQueued_isFinal() {
        executor.execute(monitor::start);

        executor.execute(() -> {
            time.advance(Duration.ofSeconds(15));
            monitor.stop();
        });

        assertThat(time.pending()).isZero();
        assertThat(seen).isEmpty();
    }

    @Test
    void theSamePromiseAgain_setsNoTimer() {
        executor.execute(monitor::start);
        executor.execute(() -> monitor.promised(Duration.ofSeconds(4)));
        time.advance(Duration.ofSeconds(1));
        executor.execute(() -> {
            monitor.heard();
            monitor.promised(Duration.ofSeconds(4));
        });

        time.advance(Duration.ofSeconds(9));
        assertThat(seen)
                .as("10 s after the promise: alive, because it was heard meanwhile")
                .isEmpty();
        time.advance(Duration.ofSeconds(1));
        assertThat(seen).containsExactly("dead");
    }
}

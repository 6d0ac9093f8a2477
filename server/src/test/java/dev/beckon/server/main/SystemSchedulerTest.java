package dev.beckon.server.main;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.server.core.port.Scheduler.Timer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SystemSchedulerTest {

    private final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
    private final SystemScheduler scheduler = new SystemScheduler(Runnable::run, seen::add);

    @AfterEach
    void close() {
        scheduler.close();
    }

    @Test
    void aTask_runsAfterItsDelay() throws InterruptedException {
        long before = scheduler.nanoTime();

        scheduler.schedule(Duration.ofMillis(30), () -> seen.add(scheduler.nanoTime()));

        assertThat((Long) seen.take() - before)
                .isGreaterThanOrEqualTo(Duration.ofMillis(30).toNanos());
    }

    @Test
    void aTaskThatIsToRunInThousandsOfYears_waits() throws InterruptedException {
        scheduler.schedule(Duration.ofDays(3_000_000), () -> seen.add("never"));
        scheduler.schedule(Duration.ofMillis(1), () -> seen.add("later"));

        assertThat(seen.take()).isEqualTo("later");
    }

    @Test
    void aCancelledTask_neverRuns() throws InterruptedException {
        AtomicBoolean ran = new AtomicBoolean();

        Timer timer = scheduler.schedule(Duration.ofMillis(300), () -> ran.set(true));
        timer.cancel();
        scheduler.schedule(Duration.ofMillis(400), () -> seen.add("later"));

        assertThat(seen.take()).isEqualTo("later");
        assertThat(ran).isFalse();
    }

    @Test
    void theClocksThread_onlyPostsWhatIsDue() throws InterruptedException {
        BlockingQueue<Runnable> due = new LinkedBlockingQueue<>();
        try (SystemScheduler posting = new SystemScheduler(due::add, seen::add)) {
            posting.schedule(Duration.ofMillis(1), () -> seen.add(Thread.currentThread()));
            posting.schedule(Duration.ofMillis(1), () -> seen.add("next"));
            Runnable first = due.take();
            Runnable second = due.take();

            assertThat(seen).isEmpty();
            first.run();
            second.run();
        }
        assertThat(seen).containsExactly(Thread.currentThread(), "next");
    }

    @Test
    void whenNobodyTakesWhatIsDue_itIsDoneAllTheSame() throws InterruptedException {
        Executor closed = task -> {
            throw new RejectedExecutionException("closed");
        };
        try (SystemScheduler goingDown = new SystemScheduler(closed, seen::add)) {
            goingDown.schedule(Duration.ofMillis(1), () -> seen.add("done"));

            assertThat(seen.take()).isEqualTo("done");
        }
    }

    @Test
    void aFault_isReported_andLaterTasksRun() throws InterruptedException {
        RuntimeException fault = new IllegalStateException("broken");

        scheduler.schedule(Duration.ofMillis(1), () -> {
            throw fault;
        });
        scheduler.schedule(Duration.ofMillis(2), () -> seen.add("later"));

        assertThat(seen.take()).isSameAs(fault);
        assertThat(seen.take()).isEqualTo("later");
    }
}

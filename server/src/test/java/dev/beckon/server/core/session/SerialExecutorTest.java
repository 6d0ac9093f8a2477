package dev.beckon.server.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SerialExecutorTest {

    private final List<Throwable> faults = new ArrayList<>();
    private final SerialExecutor executor = new SerialExecutor(Runnable::run, faults::add);

    @Test
    void taskAddedWithinATask_runsAfterIt() {
        List<String> ran = new ArrayList<>();

        executor.execute(() -> {
            executor.execute(() -> ran.add("inner"));
            ran.add("outer");
        });

        assertThat(ran).containsExactly("outer", "inner");
    }

    @Test
    void failingTask_isReported_andTheNextRuns() {
        List<String> ran = new ArrayList<>();
        RuntimeException fault = new IllegalArgumentException("on purpose");

        executor.execute(() -> {
            throw fault;
        });
        executor.execute(() -> ran.add("next"));

        assertThat(faults).containsExactly(fault);
        assertThat(ran).containsExactly("next");
    }

    @Test
    void assertOwned_holdsOnlyWithinATask() {
        executor.execute(executor::assertOwned);

        assertThat(faults).isEmpty();
        assertThatThrownBy(executor::assertOwned).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void manyThreads_runNoTwoTasksAtOnce_andKeepEachThreadsOrder() throws InterruptedException {
        int threads = 8;
        int each = 20_000;
        int[] last = new int[threads];
        CountDownLatch done = new CountDownLatch(threads * each);
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            IntStream.range(0, threads)
                    .forEach(thread -> pool.execute(() -> IntStream.rangeClosed(1, each)
                            .forEach(i -> executor.execute(() -> {
                                // Unsynchronized on purpose: two tasks at once would lose counts.
                                if (last[thread] != i - 1) {
                                    throw new IllegalStateException("out of order");
                                }
                                last[thread] = i;
                                done.countDown();
                            }))));
            assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(faults).isEmpty();
        assertThat(last).containsOnly(each);
    }
}

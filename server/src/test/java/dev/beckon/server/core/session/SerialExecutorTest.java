package dev.beckon.server.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SerialExecutorTest {

    private final List<Throwable> faults = new ArrayList<>();
    private final SerialExecutor executor = new SerialExecutor(Turns.on(Runnable::run), faults::add);

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
    void afterItsTurn_aThreadHandsOverTheRest_inOrder() {
        Queue<Runnable> handedOver = new ArrayDeque<>();
        List<Integer> ran = new ArrayList<>();
        SerialExecutor busy = new SerialExecutor(new Turns(Runnable::run, handedOver::add, 3), faults::add);

        busy.execute(() -> IntStream.range(0, 7).forEach(i -> busy.execute(() -> ran.add(i))));

        // The one that adds the others counts too.
        assertThat(ran).containsExactly(0, 1);
        handedOver.remove().run();
        assertThat(ran).containsExactly(0, 1, 2, 3, 4);
        handedOver.remove().run();
        assertThat(ran).containsExactly(0, 1, 2, 3, 4, 5, 6);
        assertThat(handedOver).isEmpty();
        busy.execute(() -> ran.add(7));
        assertThat(ran).endsWith(7);
    }

    @Test
    void tasksOfOtherOwners_countInTheSameTurn() {
        Queue<Runnable> handedOver = new ArrayDeque<>();
        List<Integer> ran = new ArrayList<>();
        Turns turns = new Turns(Runnable::run, handedOver::add, 4);
        SerialExecutor room = new SerialExecutor(turns, faults::add);

        room.execute(() ->
                IntStream.range(0, 6).forEach(i -> new SerialExecutor(turns, faults::add).execute(() -> ran.add(i))));

        assertThat(ran).containsExactly(0, 1, 2);
        assertThat(handedOver).hasSize(3);
        handedOver.forEach(Runnable::run);
        assertThat(ran).containsExactly(0, 1, 2, 3, 4, 5);
    }

    @Test
    void whatNobodyTakesOver_isDoneAllTheSame() {
        List<Integer> ran = new ArrayList<>();
        Turns closed = new Turns(
                Runnable::run,
                task -> {
                    throw new RejectedExecutionException("closed");
                },
                2);
        SerialExecutor room = new SerialExecutor(closed, faults::add);
        SerialExecutor member = new SerialExecutor(closed, faults::add);

        room.execute(() -> IntStream.range(0, 10_000).forEach(i -> {
            room.execute(() -> ran.add(i));
            member.execute(member::assertOwned);
        }));

        assertThat(ran).hasSize(10_000).isSorted();
        assertThat(faults).isEmpty();
    }

    @Test
    void anExecutorThatRunsTasksInItsCaller_neverNestsThem() {
        List<Integer> ran = new ArrayList<>();

        executor.execute(() -> IntStream.range(0, 100_000).forEach(i -> executor.execute(() -> ran.add(i))));

        assertThat(ran).hasSize(100_000).isSorted();
        assertThat(faults).isEmpty();
    }

    @Test
    void twoThatNeverRest_takeTurns_andAThirdIsNotKeptWaiting() throws InterruptedException {
        CountDownLatch third = new CountDownLatch(1);
        try (ExecutorService one = Executors.newSingleThreadExecutor()) {
            for (int i = 0; i < 2; i++) {
                SerialExecutor restless = new SerialExecutor(Turns.on(one), faults::add);
                restless.execute(again(restless, third));
            }
            new SerialExecutor(Turns.on(one), faults::add).execute(third::countDown);

            assertThat(third.await(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(faults).isEmpty();
    }

    private static Runnable again(SerialExecutor restless, CountDownLatch until) {
        return () -> {
            if (until.getCount() != 0) {
                restless.execute(again(restless, until));
            }
        };
    }

    @Test
    void manyThreads_thatHandOver_runNoTwoTasksAtOnce_andKeepEachThreadsOrder() throws InterruptedException {
        try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
            runOnManyThreads(new SerialExecutor(new Turns(Runnable::run, pool, 3), faults::add));
        }
    }

    @Test
    void manyThreads_runNoTwoTasksAtOnce_andKeepEachThreadsOrder() throws InterruptedException {
        runOnManyThreads(executor);
    }

    private void runOnManyThreads(SerialExecutor shared) throws InterruptedException {
        int threads = 8;
        int each = 20_000;
        int[] last = new int[threads];
        CountDownLatch done = new CountDownLatch(threads * each);
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            IntStream.range(0, threads)
                    .forEach(thread -> pool.execute(() -> IntStream.rangeClosed(1, each)
                            .forEach(i -> shared.execute(() -> {
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

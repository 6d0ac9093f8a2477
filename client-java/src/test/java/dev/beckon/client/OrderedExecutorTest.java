package dev.beckon.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class OrderedExecutorTest {

    private final List<Runnable> app = new ArrayList<>();
    private final List<String> ran = new ArrayList<>();
    private final OrderedExecutor ordered = new OrderedExecutor(app::add, () -> ran.add("rejected"));

    @Test
    void onlyOneTurn_isAskedOfTheAppAtATime() {
        ordered.execute(() -> ran.add("1"));
        ordered.execute(() -> ran.add("2"));
        ordered.execute(() -> ran.add("3"));
        assertThat(app).hasSize(1);

        app.remove(0).run();

        assertThat(ran).containsExactly("1", "2", "3");
        ordered.execute(() -> ran.add("4"));
        assertThat(app).hasSize(1);
    }

    @Test
    void taskThatAddsATask_doesNotRunItWithinItself() {
        ordered.execute(() -> {
            ordered.execute(() -> ran.add("inner"));
            ran.add("outer");
        });

        app.remove(0).run();

        assertThat(ran).containsExactly("outer", "inner");
        assertThat(app).isEmpty();
    }

    @Test
    void refusal_isToldOnceAndNothingRunsAfterwards() {
        OrderedExecutor refused = new OrderedExecutor(
                task -> {
                    throw new RejectedExecutionException("on purpose");
                },
                () -> ran.add("rejected"));

        refused.execute(() -> ran.add("1"));
        refused.execute(() -> ran.add("2"));

        assertThat(ran).containsExactly("rejected");
    }
}

package dev.beckon.server.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosingTest {

    private final List<String> ended = new ArrayList<>();
    private final Closing closing = new Closing();

    @Test
    void theLastBegun_endsFirst_andOnlyOnce() {
        closing.add("a", () -> ended.add("a"));
        closing.add("b", () -> ended.add("b"));

        assertThat(closing.closeAll()).isTrue();
        assertThat(closing.closeAll()).isTrue();

        assertThat(ended).containsExactly("b", "a");
    }

    @Test
    void aFault_keepsNothingElseFromItsEnd() {
        closing.add("a", () -> ended.add("a"));
        closing.add("broken", () -> {
            throw new IllegalStateException("broken on purpose");
        });

        assertThat(closing.closeAll()).isFalse();

        assertThat(ended).containsExactly("a");
    }

    @Test
    void whatBeginsAfterTheEnd_endsAtOnce() {
        closing.closeAll();

        closing.add("late", () -> ended.add("late"));

        assertThat(ended).containsExactly("late");
    }
}

package dev.beckon.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.client.ReconnectPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FullJitterTest {

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "1, 250, 500", "2, 250, 1000", "6, 250, 16000", "7, 250, 20000", "1000000, 250, 20000"})
    void delay_liesBetweenAQuarterSecondAndADoublingLimit(int attempt, long least, long limit) {
        assertThat(FullJitter.delayMillis(attempt, 0)).isEqualTo(least);
        assertThat(FullJitter.delayMillis(attempt, 0.999_999_9)).isBetween(limit - 1, limit);
    }

    @Test
    void defaultPolicy_isSpreadOut() {
        ReconnectPolicy policy = ReconnectPolicy.fullJitter();

        long distinct = java.util.stream.IntStream.range(0, 100)
                .mapToLong(i -> policy.delayMillis(20))
                .distinct()
                .count();

        assertThat(distinct).isGreaterThan(90);
    }
}

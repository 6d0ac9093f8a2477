package dev.beckon.server.transport.web.grpcweb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Deadline;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrpcTimeoutTest {

    @ParameterizedTest
    @CsvSource({"2H, 7200", "3M, 180", "99999999S, 99999999", "5000000m, 5000", "90000000u, 90", "99999999n, 0"})
    void value_isADeadlineFromNow(String header, long seconds) {
        Deadline deadline = Objects.requireNonNull(GrpcTimeout.parse(header));

        assertThat(deadline.timeRemaining(TimeUnit.SECONDS)).isBetween(seconds - 30, seconds);
    }

    @Test
    void noHeader_isNoDeadline() {
        assertThat(GrpcTimeout.parse(null)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "S", "1", "1s", "-1S", "1.5S", "123456789S", "1 S", "１S"})
    void otherValues_areRefused(String header) {
        assertThatThrownBy(() -> GrpcTimeout.parse(header)).isInstanceOf(IllegalArgumentException.class);
    }
}

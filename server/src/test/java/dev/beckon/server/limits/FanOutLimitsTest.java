package dev.beckon.server.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.server.core.port.FanOutLimiter;
import dev.beckon.server.limits.FanOutLimits.Rate;
import dev.beckon.server.testing.FakeScheduler;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FanOutLimitsTest {

    private final FakeScheduler scheduler = new FakeScheduler();
    private final FanOutLimits limits = new FanOutLimits(scheduler, new Rate(100, 1_000), new Rate(200, 3_000));

    @Test
    void withinTheBurst_nobodyWaits_andBeyondItUntilTheDebtIsPaid() {
        FanOutLimiter limiter = limits.newLimiter("");

        limiter.charge(1_000);
        assertThat(limiter.waitNanos()).isZero();
        limiter.charge(250);
        assertThat(Duration.ofNanos(limiter.waitNanos())).isEqualTo(Duration.ofMillis(2_500));

        scheduler.advance(Duration.ofMillis(2_499));
        assertThat(limiter.waitNanos()).isPositive();
        scheduler.advance(Duration.ofMillis(1));
        assertThat(limiter.waitNanos()).isZero();
        limiter.charge(1);
        assertThat(Duration.ofNanos(limiter.waitNanos())).isEqualTo(Duration.ofMillis(10));
    }

    @Test
    void aQuietTime_givesTheBurstBack_andNoMore() {
        FanOutLimiter limiter = limits.newLimiter("");
        limiter.charge(1_500);
        scheduler.advance(Duration.ofHours(1));

        limiter.charge(1_000);
        assertThat(limiter.waitNanos()).isZero();
        limiter.charge(1);
        assertThat(limiter.waitNanos()).isPositive();
    }

    @Test
    void sessionsOfOneSubject_shareAnAllowance_alsoWithThoseThatEnded() {
        for (int i = 0; i < 3; i++) {
            limits.newLimiter("alice").charge(1_000);
        }
        FanOutLimiter next = limits.newLimiter("alice");
        assertThat(next.waitNanos()).isZero();
        next.charge(100);

        assertThat(Duration.ofNanos(limits.newLimiter("alice").waitNanos())).isEqualTo(Duration.ofMillis(500));
        assertThat(limits.newLimiter("bob").waitNanos()).isZero();
    }

    @Test
    void withoutSubjects_sessionsShareNothing() {
        for (int i = 0; i < 10; i++) {
            limits.newLimiter("").charge(1_000);
        }

        assertThat(limits.newLimiter("").waitNanos()).isZero();
    }

    @Test
    void zero_isNoLimit() {
        FanOutLimiter unlimited = new FanOutLimits(scheduler, new Rate(0, 1), new Rate(0, 1)).newLimiter("alice");

        unlimited.charge(1_000_000_000);

        assertThat(unlimited.waitNanos()).isZero();
    }
}

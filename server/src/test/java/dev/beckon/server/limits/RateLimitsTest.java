package dev.beckon.server.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.server.core.port.FrameLimiter;
import dev.beckon.server.testing.FakeScheduler;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Frames and connects by fake time. */
class RateLimitsTest {

    private final FakeScheduler time = new FakeScheduler();

    @Test
    void frames_burst_thenTheRate() {
        FrameLimiter limiter = new FrameLimits(time, 10, 3).newLimiter();

        assertThat(limiter.takeOrWaitNanos()).isZero();
        assertThat(limiter.takeOrWaitNanos()).isZero();
        assertThat(limiter.takeOrWaitNanos()).isZero();
        long wait = limiter.takeOrWaitNanos();

        assertThat(wait).isEqualTo(Duration.ofMillis(100).toNanos());
        time.advance(Duration.ofNanos(wait - 1));
        assertThat(limiter.takeOrWaitNanos()).isEqualTo(1);
        time.advance(Duration.ofNanos(1));
        assertThat(limiter.takeOrWaitNanos()).isZero();
        assertThat(limiter.takeOrWaitNanos()).isEqualTo(wait);
    }

    @Test
    void frames_inTheLongRun_areTheRate() {
        FrameLimiter limiter = new FrameLimits(time, 200, 4096).newLimiter();
        int taken = 0;
        for (int tick = 0; tick < 60_000; tick++) {
            time.advance(Duration.ofMillis(1));
            while (limiter.takeOrWaitNanos() == 0) {
                taken++;
            }
        }

        assertThat(taken).isBetween(60 * 200 + 4096 - 1, 60 * 200 + 4096);
    }

    @Test
    void aSession_doesNotPayForAnother() {
        FrameLimits limits = new FrameLimits(time, 1, 1);
        FrameLimiter one = limits.newLimiter();
        FrameLimiter other = limits.newLimiter();

        assertThat(one.takeOrWaitNanos()).isZero();
        assertThat(one.takeOrWaitNanos()).isPositive();
        assertThat(other.takeOrWaitNanos()).isZero();
    }

    @Test
    void zero_isNoLimit() throws UnknownHostException {
        FrameLimiter frames = new FrameLimits(time, 0, 1).newLimiter();
        ConnectLimits connects = new ConnectLimits(time, 0, 1);
        for (int i = 0; i < 10_000; i++) {
            assertThat(frames.takeOrWaitNanos()).isZero();
            assertThat(connects.takeOrWaitNanos(address("192.0.2.1"))).isZero();
        }
        assertThat(connects.addresses()).isZero();
    }

    @Test
    void connects_areCountedPerAddress() throws UnknownHostException {
        ConnectLimits limits = new ConnectLimits(time, 50, 2);

        assertThat(limits.takeOrWaitNanos(address("192.0.2.1"))).isZero();
        assertThat(limits.takeOrWaitNanos(address("192.0.2.1"))).isZero();
        assertThat(limits.takeOrWaitNanos(address("192.0.2.1")))
                .isEqualTo(Duration.ofMillis(20).toNanos());
        assertThat(limits.takeOrWaitNanos(address("192.0.2.2"))).isZero();
        time.advance(Duration.ofMillis(20));
        assertThat(limits.takeOrWaitNanos(address("192.0.2.1"))).isZero();
    }

    @Test
    void connects_ofIpv6_areCountedPerHousehold() throws UnknownHostException {
        ConnectLimits limits = new ConnectLimits(time, 1, 1);

        assertThat(limits.takeOrWaitNanos(address("2001:db8:0:1::1"))).isZero();
        assertThat(limits.takeOrWaitNanos(address("2001:db8:0:1:ffff::2"))).isPositive();
        assertThat(limits.takeOrWaitNanos(address("2001:db8:0:2::1"))).isZero();
    }

    @Test
    void addresses_areForgottenWhenTheirBucketIsFullAgain() throws UnknownHostException {
        ConnectLimits limits = new ConnectLimits(time, 50, 500);
        assertThat(limits.takeOrWaitNanos(address("192.0.2.1"))).isZero();
        assertThat(limits.addresses()).isEqualTo(1);

        time.advance(Duration.ofSeconds(12));

        assertThat(limits.addresses()).isZero();
    }

    @Test
    void addresses_areRememberedUpToABound() throws UnknownHostException {
        ConnectLimits limits = new ConnectLimits(time, 50, 500);
        byte[] bytes = {10, 0, 0, 0};
        for (int i = 0; i < ConnectLimits.MAX_ADDRESSES + 5000; i++) {
            bytes[1] = (byte) (i >> 16);
            bytes[2] = (byte) (i >> 8);
            bytes[3] = (byte) i;
            assertThat(limits.takeOrWaitNanos(InetAddress.getByAddress(bytes))).isZero();
        }

        assertThat(limits.addresses()).isEqualTo(ConnectLimits.MAX_ADDRESSES);
    }

    private static InetAddress address(String literal) throws UnknownHostException {
        return InetAddress.getByName(literal);
    }
}

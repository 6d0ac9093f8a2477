package dev.beckon.server.limits;

import static dev.beckon.server.limits.ConcurrencyLimits.Outcome.TAKEN;
import static dev.beckon.server.limits.ConcurrencyLimits.Outcome.TOO_MANY;
import static dev.beckon.server.limits.ConcurrencyLimits.Outcome.TOO_MANY_OF_ADDRESS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.server.testing.FakeScheduler;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ConcurrencyLimitsTest {

    private final InetAddress alice = address("192.0.2.1");
    private final InetAddress bob = address("192.0.2.2");
    private final InetAddress proxy = address("10.0.0.1");

    @Test
    void anAddress_hasItsShare_andGetsItBack() {
        ConcurrencyLimits limits = new ConcurrencyLimits(1, 10, proxy::equals);

        assertThat(limits.tryTake(alice)).isEqualTo(TAKEN);
        assertThat(limits.tryTake(alice)).isEqualTo(TOO_MANY_OF_ADDRESS);
        assertThat(limits.tryTake(bob)).isEqualTo(TAKEN);
        assertThat(limits.taken()).isEqualTo(2);
        limits.release(alice);
        assertThat(limits.tryTake(alice)).isEqualTo(TAKEN);
    }

    @Test
    void aProxy_countsOnlyInAll() {
        ConcurrencyLimits limits = new ConcurrencyLimits(1, 3, proxy::equals);

        assertThat(limits.tryTake(proxy)).isEqualTo(TAKEN);
        assertThat(limits.tryTake(proxy)).isEqualTo(TAKEN);
        assertThat(limits.tryTake(proxy)).isEqualTo(TAKEN);
        assertThat(limits.tryTake(proxy)).isEqualTo(TOO_MANY);
        limits.release(proxy);
        assertThat(limits.tryTake(alice)).isEqualTo(TAKEN);
    }

    @Test
    void oneAddress_getsNoMoreThanHalf_andThereIsRoomForOthers() {
        ConcurrencyLimits limits = new ConcurrencyLimits(0, 100, proxy::equals);

        assertThat(takenBy(limits, alice)).isEqualTo(50);
        assertThat(takenBy(limits, bob)).isEqualTo(25);
        for (int i = 0; i < 8; i++) {
            limits.release(alice);
        }
        assertThat(takenBy(limits, bob)).isEqualTo(4);
        assertThat(limits.tryTake(alice)).isEqualTo(TOO_MANY_OF_ADDRESS);
        assertThat(limits.tryTake(address("192.0.2.3"))).isEqualTo(TAKEN);
    }

    @Test
    void everyNewAddress_getsOne_untilAllAreTaken() {
        ConcurrencyLimits limits = new ConcurrencyLimits(0, 10, proxy::equals);
        assertThat(takenBy(limits, alice)).isEqualTo(5);

        for (int i = 10; i < 15; i++) {
            assertThat(limits.tryTake(address("192.0.2." + i))).isEqualTo(TAKEN);
        }
        assertThat(limits.tryTake(bob)).isEqualTo(TOO_MANY);
        limits.release(alice);
        assertThat(limits.tryTake(alice)).isEqualTo(TOO_MANY_OF_ADDRESS);
        assertThat(limits.tryTake(bob)).isEqualTo(TAKEN);
    }

    @Test
    void connectionsThatComeTooFast_areRefused_andDoNotHoldAPermit() {
        FakeScheduler time = new FakeScheduler();
        AcceptLimits limits = new AcceptLimits(
                new ConcurrencyLimits(2, 10, proxy::equals), new ConnectLimits(time, 1, 3), proxy::equals);

        assertThat(limits.admit(alice)).isNull();
        assertThat(limits.admit(alice)).isNull();
        assertThat(limits.admit(alice)).isEqualTo(DoorLimit.CONNECTIONS_PER_ADDRESS);
        limits.release(alice);
        assertThat(limits.admit(alice)).isEqualTo(DoorLimit.CONNECTION_RATE_PER_ADDRESS);
        assertThat(limits.open()).isEqualTo(1);
        assertThat(limits.admit(bob)).isNull();
        for (int i = 0; i < 5; i++) {
            assertThat(limits.admit(proxy)).isNull();
        }
        time.advance(Duration.ofSeconds(1));
        assertThat(limits.admit(alice)).isNull();
    }

    private static int takenBy(ConcurrencyLimits limits, InetAddress address) {
        int taken = 0;
        while (limits.tryTake(address) == TAKEN) {
            taken++;
        }
        return taken;
    }

    @Test
    void zero_isNoLimit() {
        ConcurrencyLimits limits = new ConcurrencyLimits(0, 0, proxy::equals);
        for (int i = 0; i < 1000; i++) {
            assertThat(limits.tryTake(alice)).isEqualTo(TAKEN);
        }
    }

    @Test
    void subjects_haveTheirShare() {
        SubjectLimits limits = new SubjectLimits(2);

        assertThat(limits.tryTake("alice")).isTrue();
        assertThat(limits.tryTake("alice")).isTrue();
        assertThat(limits.tryTake("alice")).isFalse();
        assertThat(limits.tryTake("bob")).isTrue();
        limits.take("alice");
        limits.release("alice");
        assertThat(limits.tryTake("alice")).isFalse();
        limits.release("alice");
        assertThat(limits.tryTake("alice")).isTrue();
        limits.release("alice");
        limits.release("alice");
        limits.release("bob");
        assertThat(limits.subjects()).isZero();
    }

    @Test
    @Timeout(60)
    void underContention_neverMoreThanTheShare_andNothingIsLeftOver() throws Exception {
        SubjectLimits limits = new SubjectLimits(3);
        AtomicInteger held = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Callable<Integer> worker = () -> {
            int got = 0;
            for (int i = 0; i < 20_000; i++) {
                if (limits.tryTake("alice")) {
                    most.accumulateAndGet(held.incrementAndGet(), Math::max);
                    got++;
                    held.decrementAndGet();
                    limits.release("alice");
                }
            }
            return got;
        };
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<Integer>> all = threads.invokeAll(
                    IntStream.range(0, 8).mapToObj(i -> worker).toList());
            int got = 0;
            for (Future<Integer> each : all) {
                got += each.get();
            }
            // Who gets one is nobody's promise: a worker may always come while three others have theirs.
            assertThat(got).isPositive();
        }

        assertThat(most.get()).isBetween(1, 3);
        assertThat(limits.subjects()).isZero();
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }
}

package dev.beckon.server.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who loses its place when too many bodies are arriving, and which bodies are too slow. Time is a number here. */
class UploadLimitsTest {

    private static final UploadPace PACE = new UploadPace(Duration.ofSeconds(10), 1000);
    private static final InetAddress NAT = address(1);
    private static final InetAddress OTHER = address(2);

    private final List<String> displaced = new ArrayList<>();
    private final List<DoorLimit> hits = new ArrayList<>();

    @Test
    void slowBodiesOfOneClient_giveWayToItsNeighboursOfTheSameAddress() {
        UploadLimits limits = limits(3, 0);
        begin(limits, NAT, "slow 1", 0);
        begin(limits, NAT, "slow 2", 1);
        begin(limits, NAT, "slow 3", 2);

        UploadLimits.Upload quick = begin(limits, NAT, "quick", 3);

        assertThat(displaced).containsExactly("slow 1");
        assertThat(hits).containsExactly(DoorLimit.UPLOADS_PER_ADDRESS);
        quick.end();
        begin(limits, NAT, "next", 4);
        assertThat(displaced).containsExactly("slow 1");
        assertThat(limits.arriving()).isEqualTo(3);
    }

    @Test
    void aBodyThatMoves_isKept_howeverLongItTakes() {
        UploadLimits limits = limits(2, 0);
        UploadLimits.Upload moving = begin(limits, NAT, "moving", 0);
        begin(limits, NAT, "stalled", 1);
        moving.onBytes(64_000, 2);

        begin(limits, NAT, "new", 3);

        assertThat(displaced).containsExactly("stalled");
    }

    @Test
    void whenThereIsNoRoomInAll_theAddressWithTheMostBodiesGivesWay() {
        UploadLimits limits = limits(0, 3);
        begin(limits, OTHER, "oldest, but the only one", 0);
        begin(limits, NAT, "greedy 1", 1);
        begin(limits, NAT, "greedy 2", 2);

        begin(limits, address(3), "new", 3);

        assertThat(displaced).containsExactly("greedy 1");
        assertThat(hits).containsExactly(DoorLimit.UPLOADS);
    }

    @Test
    void ofAddressesWithEquallyMany_theSlowestBodyGivesWay() {
        UploadLimits limits = limits(0, 4);
        for (int i = 1; i <= 3; i++) {
            begin(limits, address(i), "moving " + i, 0).onBytes(64_000, seconds(5));
        }
        begin(limits, address(4), "stalled", 0);

        begin(limits, address(5), "new", seconds(5));

        assertThat(displaced).containsExactly("stalled");
    }

    @Test
    void whatLostItsPlace_orEndedTwice_isCountedOnce() {
        UploadLimits limits = limits(1, 0);
        UploadLimits.Upload first = begin(limits, NAT, "first", 0);
        UploadLimits.Upload second = begin(limits, NAT, "second", 1);

        first.end();
        assertThat(limits.arriving()).isEqualTo(1);
        second.end();
        second.end();
        assertThat(limits.arriving()).isZero();
    }

    @Test
    void silence_usesPatienceUp_andBytesBuyItBack_butNoCredit() {
        UploadPace.Follower body = PACE.follow(0);

        assertThat(body.patienceLeftNanos(seconds(4))).isEqualTo(seconds(6));
        body.onBytes(3000, seconds(4));
        assertThat(body.behindNanos(seconds(4))).isEqualTo(seconds(1));
        body.onBytes(1_000_000, seconds(4));
        assertThat(body.behindNanos(seconds(4))).isZero();
        assertThat(body.patienceLeftNanos(seconds(14))).isZero();
    }

    @Test
    void twentyKilobytesASecond_areFastEnoughForAnySize_andATrickleIsNot() {
        UploadPace defaults = new UploadPace(Duration.ofSeconds(10), 8 * 1024);
        UploadPace.Follower slowUplink = defaults.follow(0);
        UploadPace.Follower trickle = defaults.follow(0);
        int tricklesFor = 0;
        for (int second = 1; second <= 60; second++) {
            slowUplink.onBytes(20_000, seconds(second));
            trickle.onBytes(100, seconds(second));
            assertThat(slowUplink.patienceLeftNanos(seconds(second))).isEqualTo(seconds(10));
            tricklesFor += trickle.patienceLeftNanos(seconds(second)) > 0 ? 1 : 0;
        }
        assertThat(tricklesFor).isEqualTo(10);
    }

    private UploadLimits limits(int perAddress, int max) {
        return new UploadLimits(perAddress, max, PACE, hits::add);
    }

    private UploadLimits.Upload begin(UploadLimits limits, InetAddress address, String name, long nowNanos) {
        return limits.begin(address, () -> displaced.add(name), nowNanos);
    }

    private static long seconds(int seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    private static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) last});
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }
}

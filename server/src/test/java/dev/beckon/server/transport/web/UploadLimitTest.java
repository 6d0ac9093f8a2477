package dev.beckon.server.transport.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.server.limits.DoorLimit;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies that are arriving: each address has its share, until they have come or their client has gone. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UploadLimitTest {

    private static final String EXHAUSTED = "8";

    private final List<DoorLimit> hits = new CopyOnWriteArrayList<>();

    @Test
    void slowBodies_areNoWallForTheirNeighbours_andAreToldToComeAgain() throws Exception {
        WebLimits limits = TestLimits.of(0, 2, hits::add);
        try (WebPort web = WebPort.limited(limits, TestService::echo);
                RawConnection first = web.connect();
                RawConnection second = web.connect();
                RawConnection neighbour = web.connect()) {
            byte[] body = RawConnection.frame("x".getBytes(US_ASCII));
            first.post(TestService.UNARY, body.length, new byte[] {body[0]});
            // Else the second could be read first, and be the one that gives way.
            awaitArriving(limits, 1);
            second.post(TestService.UNARY, body.length, new byte[] {body[0]});
            awaitArriving(limits, 2);
            awaitHit(web);

            GrpcAnswer refused = first.readAnswer();
            assertThat(refused.status()).isEqualTo(EXHAUSTED);
            assertThat(refused.message()).contains("Repeat it after retry_delay");
            assertThat(new String(Base64.getDecoder().decode(refused.details()), US_ASCII))
                    .contains("RATE_LIMITED", "google.rpc.RetryInfo");
            assertThat(hits).containsOnly(DoorLimit.UPLOADS_PER_ADDRESS);
            assertThat(neighbour.call(TestService.UNARY, "y").readAnswer().messages())
                    .containsExactly("y");
            second.send(Arrays.copyOfRange(body, 1, body.length));
            assertThat(second.readAnswer().messages()).containsExactly("x");
        }
    }

    @Test
    void aClientThatGoesAway_givesItsShareBack() throws Exception {
        WebLimits limits = TestLimits.of(0, 1, hits::add);
        try (WebPort web = WebPort.limited(limits, TestService::echo)) {
            try (RawConnection slow = web.connect()) {
                slow.post(TestService.UNARY, 10, new byte[1]);
                awaitArriving(limits, 1);
                slow.reset();
            }
            awaitArriving(limits, 0);
        }
    }

    @Test
    void behindATrustedProxy_eachClientHasItsShare_andAStrangerCannotSayWhoItIs() throws Exception {
        WebLimits trusting = TestLimits.of(0, 1, hits::add, "127.0.0.0/8");
        WebLimits plain = TestLimits.of(0, 1, hits::add);
        try (WebPort web = WebPort.limited(trusting, TestService::echo);
                RawConnection slow = web.connect();
                RawConnection other = web.connect();
                RawConnection same = web.connect()) {
            slow.post(TestService.UNARY, 10, new byte[1], "x-forwarded-for: 203.0.113.1");
            awaitArriving(trusting, 1);
            other.post(TestService.UNARY, 10, new byte[1], "x-forwarded-for: 203.0.113.2");
            awaitArriving(trusting, 2);
            assertThat(hits).isEmpty();
            same.call(TestService.UNARY, "y", "x-forwarded-for: 192.0.2.9, 203.0.113.1");
            assertThat(slow.readAnswer().status()).isEqualTo(EXHAUSTED);
            assertThat(same.readAnswer().status()).isEqualTo("0");
        }
        try (WebPort web = WebPort.limited(plain, TestService::echo);
                RawConnection slow = web.connect();
                RawConnection liar = web.connect()) {
            slow.post(TestService.UNARY, 10, new byte[1], "x-forwarded-for: 203.0.113.1");
            awaitArriving(plain, 1);
            liar.call(TestService.UNARY, "y", "x-forwarded-for: 203.0.113.2");
            assertThat(slow.readAnswer().status()).isEqualTo(EXHAUSTED);
        }
    }

    /** Sends quick bodies until one has taken the place of a slow one. */
    private void awaitHit(WebPort web) throws Exception {
        for (long end = System.nanoTime() + WebPort.PATIENCE.toNanos(); hits.isEmpty(); ) {
            assertThat(System.nanoTime()).as("a slow body gave way").isLessThan(end);
            try (RawConnection quick = web.connect()) {
                assertThat(quick.call(TestService.UNARY, "y").readAnswer().status())
                        .isEqualTo("0");
            }
        }
    }

    private static void awaitArriving(WebLimits limits, int count) {
        for (long end = System.nanoTime() + WebPort.PATIENCE.toNanos();
                limits.uploads().arriving() != count; ) {
            assertThat(System.nanoTime()).as("%s bodies are arriving", count).isLessThan(end);
            Thread.onSpinWait();
        }
    }
}

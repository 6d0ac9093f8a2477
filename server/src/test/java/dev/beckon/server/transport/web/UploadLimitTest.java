package dev.beckon.server.transport.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.server.limits.DoorLimit;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies that are arriving: each address has its share, until they have come or their client has gone. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UploadLimitTest {

    private static final String EXHAUSTED = "8";

    private final List<DoorLimit> hits = new CopyOnWriteArrayList<>();

    @Test
    void beyondItsShare_anAddressIsRefused_untilABodyHasCome() throws Exception {
        try (WebPort web = WebPort.limited(TestLimits.of(0, 1, hits::add), TestService::echo);
                RawConnection slow = web.connect();
                RawConnection other = web.connect()) {
            byte[] body = RawConnection.frame("x".getBytes(US_ASCII));
            slow.post(TestService.UNARY, body.length, new byte[] {body[0]});
            awaitRefusal(other);

            assertThat(hits).contains(DoorLimit.UPLOADS_PER_ADDRESS).doesNotContain(DoorLimit.UPLOADS);
            slow.send(Arrays.copyOfRange(body, 1, body.length));
            assertThat(slow.readAnswer().messages()).containsExactly("x");
            try (RawConnection again = web.connect()) {
                assertThat(again.call(TestService.UNARY, "y").readAnswer().status())
                        .isEqualTo("0");
            }
        }
    }

    @Test
    void aClientThatGoesAway_givesItsShareBack() throws Exception {
        try (WebPort web = WebPort.limited(TestLimits.of(0, 1, hits::add), TestService::echo)) {
            try (RawConnection slow = web.connect();
                    RawConnection other = web.connect()) {
                slow.post(TestService.UNARY, 10, new byte[1]);
                awaitRefusal(other);
                slow.reset();
            }
            @Nullable String status = EXHAUSTED;
            for (long end = System.nanoTime() + WebPort.PATIENCE.toNanos(); EXHAUSTED.equals(status); ) {
                assertThat(System.nanoTime()).as("the share is back").isLessThan(end);
                try (RawConnection next = web.connect()) {
                    status = next.call(TestService.UNARY, "y").readAnswer().status();
                }
            }
            assertThat(status).isEqualTo("0");
        }
    }

    @Test
    void behindATrustedProxy_eachClientHasItsShare_andAStrangerCannotSayWhoItIs() throws Exception {
        try (WebPort trusting = WebPort.limited(TestLimits.of(0, 1, hits::add, "127.0.0.0/8"), TestService::echo);
                WebPort plain = WebPort.limited(TestLimits.of(0, 1, hits::add), TestService::echo)) {
            try (RawConnection slow = trusting.connect();
                    RawConnection same = trusting.connect();
                    RawConnection other = trusting.connect()) {
                slow.post(TestService.UNARY, 10, new byte[1], "x-forwarded-for: 203.0.113.1");
                awaitRefusal(same, "x-forwarded-for: 192.0.2.9, 203.0.113.1");
                assertThat(other.call(TestService.UNARY, "y", "x-forwarded-for: 203.0.113.2")
                                .readAnswer()
                                .status())
                        .isEqualTo("0");
            }
            try (RawConnection slow = plain.connect();
                    RawConnection liar = plain.connect()) {
                slow.post(TestService.UNARY, 10, new byte[1], "x-forwarded-for: 203.0.113.1");
                awaitRefusal(liar, "x-forwarded-for: 203.0.113.2");
            }
        }
    }

    /** Until the server has seen the body before: it reads each connection when it comes to it. */
    private static void awaitRefusal(RawConnection client, String... headers) throws Exception {
        for (long end = System.nanoTime() + WebPort.PATIENCE.toNanos(); ; ) {
            assertThat(System.nanoTime()).as("refused").isLessThan(end);
            GrpcAnswer answer = client.call(TestService.UNARY, "y", headers).readAnswer();
            if (EXHAUSTED.equals(answer.status())) {
                return;
            }
        }
    }
}

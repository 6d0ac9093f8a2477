package dev.beckon.server.transport.web;

import dev.beckon.server.limits.AcceptLimits;
import dev.beckon.server.limits.ClientAddresses;
import dev.beckon.server.limits.ConcurrencyLimits;
import dev.beckon.server.limits.ConnectLimits;
import dev.beckon.server.limits.LimitListener;
import dev.beckon.server.limits.Subnet;
import dev.beckon.server.limits.UploadLimits;
import dev.beckon.server.limits.UploadPace;
import dev.beckon.server.testing.FakeScheduler;
import java.time.Duration;
import java.util.List;

/** Limits of the web port for tests. */
final class TestLimits {

    private static final int ROOMY = 1000;

    private TestLimits() {}

    /** Nothing is refused. */
    static WebLimits roomy() {
        return of(ROOMY, ROOMY, limit -> {});
    }

    /** Bodies may arrive as slowly as this. */
    static WebLimits pace(UploadPace pace) {
        return of(ROOMY, ROOMY, pace, limit -> {});
    }

    /** Nobody is a trusted proxy but "trusted". */
    static WebLimits of(int connections, int uploadsPerAddress, LimitListener listener, String... trusted) {
        return of(connections, uploadsPerAddress, new UploadPace(WebPort.PATIENCE, 1), listener, trusted);
    }

    private static WebLimits of(
            int connections, int uploadsPerAddress, UploadPace pace, LimitListener listener, String... trusted) {
        ClientAddresses addresses = new ClientAddresses(
                List.of(trusted).stream().map(Subnet::parse).toList(), ClientAddresses.Header.X_FORWARDED_FOR);
        return new WebLimits(
                new AcceptLimits(
                        new ConcurrencyLimits(0, connections, addresses::isTrustedProxy),
                        new ConnectLimits(new FakeScheduler(), 0, 1),
                        addresses::isTrustedProxy),
                new UploadLimits(uploadsPerAddress, ROOMY, pace, listener),
                addresses,
                listener,
                16 * 1024,
                100,
                200,
                100,
                Duration.ofSeconds(10));
    }
}

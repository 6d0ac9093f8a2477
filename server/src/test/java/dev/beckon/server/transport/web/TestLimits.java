package dev.beckon.server.transport.web;

import dev.beckon.server.limits.ClientAddresses;
import dev.beckon.server.limits.ConcurrencyLimits;
import dev.beckon.server.limits.LimitListener;
import dev.beckon.server.limits.Subnet;
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

    /** Nobody is a trusted proxy but "trusted". */
    static WebLimits of(int connections, int uploadsPerAddress, LimitListener listener, String... trusted) {
        ClientAddresses addresses = new ClientAddresses(
                List.of(trusted).stream().map(Subnet::parse).toList(), ClientAddresses.Header.X_FORWARDED_FOR);
        return new WebLimits(
                new ConcurrencyLimits(0, connections, addresses::isTrustedProxy),
                new ConcurrencyLimits(uploadsPerAddress, ROOMY, address -> false),
                addresses,
                listener,
                WebPort.PATIENCE,
                16 * 1024,
                100,
                200,
                100,
                Duration.ofSeconds(10));
    }
}

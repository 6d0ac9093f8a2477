package dev.beckon.server.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How often a client may ping the native port. Intervals are told to clients as 10 s, and half of that is allowed. */
@Timeout(60)
class PingTest {

    private static final int PINGS = 20;
    /** What gRPC forgives. */
    private static final int STRIKES = 2;

    private final Path folder;

    PingTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** As when a client keeps to twice the interval, and the network delays every other ping by nearly all of it. */
    @Test
    void pingsThatTheNetworkDelays_areAnswered_withoutACallToo() throws Exception {
        try (RunningServer server = RunningServer.start(folder, "--ping-interval=50ms");
                RawHttp2 connection = new RawHttp2(server.grpcPort())) {
            for (int i = 0; i < PINGS; i++) {
                pause(i % 2 == 0 ? 60 : 140);
                assertThat(connection.ping()).as("ping %d is answered", i).isTrue();
            }
        }
    }

    @Test
    void pingsThatComeMoreOftenThanIsAllowed_cutTheConnection() throws Exception {
        try (RunningServer server = RunningServer.start(folder, "--ping-interval=1h");
                RawHttp2 connection = new RawHttp2(server.grpcPort())) {
            int answered = 0;
            while (connection.ping()) {
                answered++;
                assertThat(answered).as("pings, and still not cut").isLessThan(PINGS);
            }
            assertThat(answered).isGreaterThanOrEqualTo(STRIKES);
        }
    }

    private static void pause(int millis) throws Exception {
        new CompletableFuture<Void>()
                .completeOnTimeout(null, millis, TimeUnit.MILLISECONDS)
                .get();
    }
}

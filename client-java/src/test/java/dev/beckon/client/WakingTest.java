package dev.beckon.client;

import dev.beckon.client.signal.Data;
import dev.beckon.client.testing.Relay;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A device that sleeps stops its timers, but not its clock. */
class WakingTest extends FakeServerFixture {

    private final AtomicLong sleptMillis = new AtomicLong();

    @Test
    void connectionThatDiedInDeepSleep_isFoundAtTheFirstWord() throws IOException {
        client.close();
        try (Relay relay = new Relay(server.port())) {
            client = builder(relay.target())
                    .clock(() -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()) + sleptMillis.get())
                    .build();
            connect();
            relay.fallSilent();
            sleptMillis.set(600_000);

            client.send(BOB, Data.text("", "anybody there?"), app.result("sent"));

            // Without the clock it would be found after 37 s of silence.
            server.stream().welcome("s1");
            app.awaitState(State.LIVE);
        }
    }
}

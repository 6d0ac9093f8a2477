package dev.beckon.client;

import dev.beckon.client.SignalingException.Reason;
import dev.beckon.client.signal.Address;
import dev.beckon.client.testing.FakeServer;
import dev.beckon.client.testing.FakeStream;
import dev.beckon.client.testing.Recorder;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A client, and a server that does what the test says. The client comes back at once. */
abstract class FakeServerFixture {

    static final Address BOB = Address.peer("bob");

    final Recorder app = new Recorder();
    final List<Integer> attempts = new CopyOnWriteArrayList<>();
    FakeServer server;
    SignalingClient client;

    @BeforeEach
    void start() throws IOException {
        server = FakeServer.start();
        client = builder(server.target()).build();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    SignalingClientBuilder builder(String target) {
        return SignalingClient.builder(target, "alice").plaintext().reconnectPolicy(attempt -> {
            attempts.add(attempt);
            return 0;
        });
    }

    FakeStream connect() {
        client.connect(app);
        FakeStream stream = server.stream();
        stream.welcome("s1");
        app.awaitState(State.LIVE);
        return stream;
    }

    static Reason reason(Recorder.StateChanged call) {
        return Objects.requireNonNull(call.why()).reason();
    }
}

package dev.beckon.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.client.testing.BlackHole;
import dev.beckon.client.testing.Recorder;
import dev.beckon.client.testing.Relay;
import dev.beckon.client.testing.TestNames;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A name with several addresses, of which the first ones are of no use. */
class AddressesTest extends FakeServerFixture {

    private final List<Closeable> useless = new ArrayList<>();
    private Relay relay;

    @BeforeEach
    void openRelay() throws IOException {
        relay = new Relay(server.port());
        client.close();
    }

    @AfterEach
    void closeRelay() throws IOException {
        relay.close();
        for (Closeable address : useless) {
            address.close();
        }
    }

    private SignalingClientBuilder builderFor(String name) {
        return SignalingClient.builder(name + ":" + relay.port(), "alice").plaintext();
    }

    @Test
    void firstAddressesSwallowPackets_theNextIsConnectedInTheFirstAttempt() throws IOException {
        TestNames.put("black-hole.beckon.test", "127.0.0.2", "127.0.0.3", "127.0.0.1");
        client = builderFor("black-hole.beckon.test").build();
        useless.add(new BlackHole("127.0.0.2", relay.port()));
        useless.add(new BlackHole("127.0.0.3", relay.port()));

        connect();

        assertThat(app.all())
                .noneMatch(call -> call instanceof Recorder.StateChanged changed && changed.state() == State.WAITING);
    }

    @Test
    void firstAddressRefuses_theNextIsConnectedInTheFirstAttempt() {
        TestNames.put("refusing.beckon.test", "127.0.0.2", "127.0.0.1");
        client = builderFor("refusing.beckon.test").build();

        connect();

        assertThat(app.all())
                .noneMatch(call -> call instanceof Recorder.StateChanged changed && changed.state() == State.WAITING);
    }

    @Test
    void firstAddressConnectsAndStaysSilent_theNextAttemptBeginsWithAnother() throws IOException {
        TestNames.put("silent.beckon.test", "127.0.0.2", "127.0.0.1");
        client = builderFor("silent.beckon.test")
                .connectTimeout(2, TimeUnit.SECONDS)
                .build();
        // The kernel takes the connection, and nobody ever reads from it.
        useless.add(new ServerSocket(relay.port(), 50, InetAddress.getByName("127.0.0.2")));

        connect();

        assertThat(app.all())
                .anyMatch(call -> call instanceof Recorder.StateChanged changed && changed.state() == State.WAITING);
    }

    @Test
    void allAddressesFail_saysSoInWords() {
        TestNames.put("nowhere.beckon.test", "127.0.0.2", "127.0.0.3");
        client = builderFor("nowhere.beckon.test").build();

        client.connect(app);

        assertThat(app.awaitState(State.WAITING).why()).hasMessageContaining("Connection refused");
    }
}

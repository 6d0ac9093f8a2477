package dev.beckon.client.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:50051",
                "127.0.0.1:1",
                "[::1]:443",
                "[::ffff:127.0.0.1]:443",
                "[fe80::1%1]:443",
                "01.02.03.04:1",
                "signal.example.org:443",
                "münchen.example:65535",
                "xn--mnchen-3ya.example:1",
                "a-b--c:1",
                "1a.example:1",
                "x.:1",
                "beckon_server:50051",
                "under_score.example:1",
                "node.1a:1",
                "node.1:1",
                "1a:1",
                "-node:1",
                "node-:1",
                "node-.example:1",
                "a!b:1",
                "a%20b:1",
                "a@b:1"
            })
    void targetThatIsAccepted_canBeOpened(String text) {
        Target target;
        try {
            target = Target.parse(text);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageContaining("is no host name");
            return;
        }
        Endpoint endpoint = new Endpoint(target, 1_000, true, null);

        ManagedChannel channel = endpoint.open(Runnable::run, endpoint.sockets());

        assertThat(channel.authority()).endsWith(":" + text.replaceAll(".*:", ""));
        channel.shutdownNow();
    }
}

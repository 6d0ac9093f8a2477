package dev.beckon.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.client.testing.FakeServer;
import dev.beckon.client.testing.FakeStream;
import dev.beckon.v1.Event;
import dev.beckon.v1.Offer;
import dev.beckon.v1.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmbeddingExampleTest {

    @Test
    void example_answersEachOfferToTheSessionThatMadeIt() throws IOException {
        try (FakeServer server = FakeServer.start();
                SignalingClient client = EmbeddingExample.answerEachOffer(server.target(), sdp -> sdp + " answered")) {
            FakeStream stream = server.stream();
            stream.welcome("s1");
            assertThat(client.state()).isNotEqualTo(State.IDLE);
            for (int offerId = 1; offerId < 4; offerId++) {
                stream.send(Event.newBuilder()
                        .setSignal(Signal.newBuilder()
                                .setFrom("caller")
                                .setFromSessionId("s7")
                                .setOffer(Offer.newBuilder().setSdp("v=0").setOfferId(offerId))));

                Signal answer = stream.frame().getSignal();

                assertThat(answer.getTo()).isEqualTo("caller");
                assertThat(answer.getToSessionId()).isEqualTo("s7");
                assertThat(answer.getAnswer().getSdp()).isEqualTo("v=0 answered");
                assertThat(answer.getAnswer().getOfferId()).isEqualTo(offerId);
            }
        }
    }

    @Test
    void example_isShorterThanTwentyLines() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("src/test/java/dev/beckon/client/EmbeddingExample.java"));

        int begin = lines.indexOf("        // README: begin");
        int end = lines.indexOf("        // README: end");

        assertThat(begin).isPositive();
        assertThat(end - begin - 1).isBetween(5, 19);
    }
}

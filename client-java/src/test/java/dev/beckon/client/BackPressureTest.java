package dev.beckon.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.client.outcome.SendResult;
import dev.beckon.client.outcome.SendResult.NotSentReason;
import dev.beckon.client.signal.Data;
import dev.beckon.client.testing.FakeStream;
import dev.beckon.client.testing.Recorder;
import org.junit.jupiter.api.Test;

/** Who has more to say than the queue holds is told when to go on. */
class BackPressureTest extends FakeServerFixture {

    @Test
    void fullQueue_saysSo_andSaysWhenHalfIsFree() {
        client.close();
        client = builder(server.target()).outboundQueue(4, 1 << 20).build();
        FakeStream stream = connect();
        assertThat(client.isReady()).isTrue();
        for (int i = 1; i <= 4; i++) {
            client.send(BOB, Data.text("", "message " + i), app.result("m" + i));
        }
        assertThat(client.isReady()).isFalse();
        client.send(BOB, Data.text("", "one too many"), app.result("m5"));
        assertThat(app.awaitResult("m5"))
                .hasToString(SendResult.notSent(NotSentReason.QUEUE_FULL).toString());
        stream.ack(1);
        app.awaitResult("m1");
        assertThat(app.all()).noneMatch(Recorder.Ready.class::isInstance);

        stream.ack(2);

        app.next(Recorder.Ready.class);
        assertThat(client.isReady()).isTrue();
        stream.ack(4);
        app.awaitResult("m4");
        client.send(BOB, Data.text("", "again"), app.result("m6"));
        stream.ack(5);
        assertThat(app.awaitResult("m6")).isEqualTo(SendResult.TAKEN);
        assertThat(app.all()).filteredOn(Recorder.Ready.class::isInstance).hasSize(1);
    }
}

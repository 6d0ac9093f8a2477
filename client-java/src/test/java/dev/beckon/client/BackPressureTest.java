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
        stream.ackReceived(1);
        app.awaitResult("m1");
        assertThat(app.all()).noneMatch(Recorder.Ready.class::isInstance);

        stream.ackReceived(2);

        app.next(Recorder.Ready.class);
        assertThat(client.isReady()).isTrue();
        stream.ackReceived(4);
        app.awaitResult("m4");
        client.send(BOB, Data.text("", "again"), app.result("m6"));
        stream.ackReceived(5);
        assertThat(app.awaitResult("m6")).isEqualTo(SendResult.TAKEN);
        assertThat(app.all()).filteredOn(Recorder.Ready.class::isInstance).hasSize(1);
    }

    /** One byte below the limit, an offer would still be refused. */
    @Test
    void ready_meansThatHalfOfTheQueueIsFree() {
        client.close();
        client = builder(server.target()).outboundQueue(1024, 10_000).build();
        FakeStream stream = connect();
        client.send(BOB, Data.text("", "x".repeat(4_500)), app.result("m1"));
        assertThat(client.isReady()).isTrue();
        client.send(BOB, Data.text("", "x".repeat(4_500)), app.result("m2"));

        assertThat(client.isReady()).isFalse();

        client.send(BOB, Data.text("", "x".repeat(4_500)), app.result("m3"));
        assertThat(app.awaitResult("m3").notSentReason()).isEqualTo(NotSentReason.QUEUE_FULL);
        stream.ackReceived(1);
        app.next(Recorder.Ready.class);
        client.send(BOB, Data.text("", "x".repeat(4_500)), app.result("m4"));
        stream.ackReceived(3);
        assertThat(app.awaitResult("m4")).isEqualTo(SendResult.TAKEN);
    }
}

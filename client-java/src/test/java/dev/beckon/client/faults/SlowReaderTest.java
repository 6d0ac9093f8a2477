package dev.beckon.client.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.client.SignalingClient;
import dev.beckon.client.SignalingException.Reason;
import dev.beckon.client.State;
import dev.beckon.client.faults.Toxiproxy.Direction;
import dev.beckon.client.outcome.Notice;
import dev.beckon.client.outcome.SendResult;
import dev.beckon.client.signal.Address;
import dev.beckon.client.signal.Data;
import dev.beckon.client.testing.Await;
import dev.beckon.client.testing.RealServer;
import dev.beckon.client.testing.Recorder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * One reader stalls while a crowd is busy: it is closed as SLOW and resumes with nothing lost. Prints what the crowd's
 * latency was before, meanwhile and after.
 */
@Tag("faults")
@Timeout(120)
class SlowReaderTest {

    private static final int CROWD = 1_000;
    private static final int MEASURED = 4_000;
    private static final int MESSAGE_BYTES = 8_000;

    private final Recorder stalled = new Recorder();
    private final List<String> figures = new ArrayList<>();

    @Test
    void oneStalledAmongAThousandBusy_isClosedAsSlow_andLosesNothing() throws Exception {
        try (RealServer server = RealServer.start(
                        "--connects-per-second", "5000", "--connects-burst", "5000", "--slow-after", "1s");
                Toxiproxy way = new Toxiproxy(server.port());
                Crowd crowd = new Crowd(CROWD, server.target());
                SignalingClient reader = connect(way.target(), "stalled", stalled);
                SignalingClient sender = connect(server.target(), "talker", new Recorder())) {
            crowd.measure(MEASURED);
            measure("before", crowd, server);

            way.throttle(Direction.TO_CLIENTS, 1);
            List<Integer> taken = talkUntilFull(sender);
            measure("while", crowd, server);
            way.mend(Direction.TO_CLIENTS);

            Recorder.StateChanged lost = stalled.awaitState(State.WAITING);
            assertThat(Objects.requireNonNull(lost.why()).reason()).isEqualTo(Reason.SLOW);
            stalled.awaitState(State.LIVE);
            assertThat(reader.state()).isEqualTo(State.LIVE);
            assertThat(hearUntil(taken.getLast())).isEqualTo(taken);
            assertThat(stalled.all()).noneMatch(Recorder.SessionLost.class::isInstance);
            measure("after", crowd, server);

            System.out.printf(
                    "backpressure: one stalled among %,d busy peers; %d messages of %,d bytes waited for it%n",
                    CROWD, taken.size(), MESSAGE_BYTES);
            figures.forEach(System.out::println);
            assertThat(crowd.faults()).isEmpty();
        }
    }

    private void measure(String when, Crowd crowd, RealServer server) throws IOException {
        Latencies latencies = crowd.measure(MEASURED);
        figures.add(String.format("  %-6s %s, server %d MiB", when, latencies, server.residentKib() / 1024));
    }

    private static int number(Recorder.Heard heard) {
        return Integer.parseInt(((Data) heard.signal().body()).label());
    }

    /** Everything that was heard, before the loss of the stream and after, until this one. */
    private List<Integer> hearUntil(int last) {
        stalled.next(Recorder.Heard.class, heard -> number(heard) == last);
        return stalled.all().stream()
                .filter(Recorder.Heard.class::isInstance)
                .map(call -> number((Recorder.Heard) call))
                .toList();
    }

    private static SignalingClient connect(String target, String id, Recorder app) {
        SignalingClient client = SignalingClient.builder(target, id).plaintext().build();
        client.connect(app);
        app.awaitState(State.LIVE);
        return client;
    }

    /** Sends one after the other until ten were refused. Those that were taken. */
    private static List<Integer> talkUntilFull(SignalingClient sender) {
        String filling = "x".repeat(MESSAGE_BYTES);
        BlockingQueue<SendResult> results = new LinkedBlockingQueue<>();
        List<Integer> taken = new ArrayList<>();
        List<SendResult> refused = new ArrayList<>();
        for (int i = 0; refused.size() < 10; i++) {
            sender.send(Address.peer("stalled"), Data.text(Integer.toString(i), filling), results::add);
            SendResult result = Await.next(results, "a result");
            if (result.isTaken()) {
                taken.add(i);
            } else {
                refused.add(result);
            }
        }
        assertThat(refused)
                .allMatch(result -> result.notice() != null && result.notice().code() == Notice.Code.MAILBOX_FULL);
        return taken;
    }
}

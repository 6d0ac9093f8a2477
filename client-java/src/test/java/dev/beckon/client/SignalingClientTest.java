package dev.beckon.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.beckon.client.outcome.SendResult;
import dev.beckon.client.outcome.SendResult.NotSentReason;
import dev.beckon.client.outcome.SendResult.Status;
import dev.beckon.client.signal.Address;
import dev.beckon.client.signal.Answer;
import dev.beckon.client.signal.Data;
import dev.beckon.client.signal.Offer;
import dev.beckon.client.testing.FakeServer;
import dev.beckon.client.testing.FakeStream;
import dev.beckon.client.testing.Recorder;
import dev.beckon.v1.ClientFrame;
import dev.beckon.v1.Event;
import dev.beckon.v1.Notice;
import dev.beckon.v1.ServerFrame;
import dev.beckon.v1.Signal;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a message goes through, and what an app hears, over a real socket. */
class SignalingClientTest {

    private static final Address BOB = Address.peer("bob");

    private FakeServer server;
    private final Recorder app = new Recorder();
    private SignalingClient client;

    @BeforeEach
    void start() throws IOException {
        server = FakeServer.start();
        client = builder().build();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private SignalingClientBuilder builder() {
        return SignalingClient.builder(server.target(), "alice").plaintext().reconnectPolicy(attempt -> 0);
    }

    private FakeStream connect() {
        client.connect(app);
        FakeStream stream = server.stream();
        stream.welcome("s1");
        app.awaitState(State.LIVE);
        return stream;
    }

    @Test
    void hello_saysWhatTheBuilderWasTold() {
        client.close();
        client = builder()
                .displayName("Alice")
                .attribute("role", "host")
                .conflictPolicy(ConflictPolicy.REPLACE)
                .noRollback()
                .clientInfo("test-app", "7")
                .build();
        client.connect(app);

        dev.beckon.v1.Hello hello = server.stream().frame().getHello();

        assertThat(hello.getPeerId()).isEqualTo("alice");
        assertThat(hello.getDisplayName()).isEqualTo("Alice");
        assertThat(hello.getAttributesMap()).containsExactly(Map.entry("role", "host"));
        assertThat(hello.getOnConflict()).isEqualTo(dev.beckon.v1.Hello.ConflictPolicy.REPLACE);
        assertThat(hello.getNoRollback()).isTrue();
        assertThat(hello.getSessionKey().size()).isEqualTo(16);
        assertThat(hello.getReplacedSessionKey().isEmpty()).isTrue();
        assertThat(hello.getClient().getName()).isEqualTo("test-app");
        assertThat(hello.getClient().getVersion()).isEqualTo("7");
        assertThat(hello.getClient().getPlatform()).contains("Java");
    }

    @Test
    void states_areToldInOrder() {
        connect();

        assertThat(app.all())
                .filteredOn(call -> !(call instanceof Recorder.Ice))
                .containsExactly(
                        new Recorder.StateChanged(State.CONNECTING, null),
                        new Recorder.SessionStarted("s1"),
                        new Recorder.StateChanged(State.LIVE, null));
        assertThat(client.state()).isEqualTo(State.LIVE);
    }

    @Test
    void message_isNumberedAndTakenWithTheAck() {
        FakeStream stream = connect();

        client.send(BOB.session("s9").inRoom("lobby").connection("screen"), Offer.of("v=0", 3), app.result("offer"));
        ClientFrame frame = stream.frame();
        assertThat(app.all()).noneMatch(Recorder.Result.class::isInstance);
        stream.ack(1);

        assertThat(app.awaitResult("offer")).isEqualTo(SendResult.TAKEN);
        assertThat(frame.getSeq()).isEqualTo(1);
        Signal signal = frame.getSignal();
        assertThat(signal.getTo()).isEqualTo("bob");
        assertThat(signal.getToSessionId()).isEqualTo("s9");
        assertThat(signal.getRoom()).isEqualTo("lobby");
        assertThat(signal.getConnectionId()).isEqualTo("screen");
        assertThat(signal.getFrom()).isEmpty();
        assertThat(signal.getOffer().getOfferId()).isEqualTo(3);
        assertThat(signal.getOffer().hasPolite()).isFalse();
    }

    @Test
    void refusal_endsTheRightMessage() {
        FakeStream stream = connect();
        client.send(BOB, Data.text("", "1"), app.result("first"));
        client.send(BOB, Data.text("", "2"), app.result("second"));
        stream.frame();
        stream.frame();

        stream.send(ServerFrame.newBuilder()
                .setAck(2)
                .addEvents(Event.newBuilder()
                        .setNotice(Notice.newBuilder()
                                .addClientSeqs(2)
                                .setCode(Notice.Code.PEER_UNAVAILABLE)
                                .setReason(Notice.Reason.NOT_REGISTERED)
                                .setMessage("bob is not here")
                                .setRetryAfter(FakeStream.duration(1500))
                                .setPeerId("bob")))
                .build());

        SendResult refused = app.awaitResult("second");
        assertThat(refused.status()).isEqualTo(Status.REFUSED);
        dev.beckon.client.outcome.Notice notice = Objects.requireNonNull(refused.notice());
        assertThat(notice.code()).isEqualTo(dev.beckon.client.outcome.Notice.Code.PEER_UNAVAILABLE);
        assertThat(notice.reason()).isEqualTo(dev.beckon.client.outcome.Notice.Reason.NOT_REGISTERED);
        assertThat(notice.peerId()).isEqualTo("bob");
        assertThat(notice.retryAfterMillis()).isEqualTo(1500);
        assertThat(app.awaitResult("first")).isEqualTo(SendResult.TAKEN);
    }

    @Test
    void messageWithoutCallback_isReportedOnlyWhenItFails() {
        FakeStream stream = connect();
        client.send(BOB, Data.text("", "taken"));
        client.send(BOB, Data.text("", "refused"));
        stream.frame();
        stream.frame();
        stream.send(ServerFrame.newBuilder()
                .setAck(2)
                .addEvents(Event.newBuilder()
                        .setNotice(Notice.newBuilder().addClientSeqs(2).setCode(Notice.Code.RATE_LIMITED)))
                .build());

        Recorder.Failed failed = app.next(Recorder.Failed.class);

        assertThat(failed.to()).isEqualTo(BOB);
        assertThat(failed.body()).isEqualTo(Data.text("", "refused"));
        assertThat(app.all()).filteredOn(Recorder.Failed.class::isInstance).hasSize(1);
    }

    @Test
    void noticeAboutNoMessage_goesToTheListener() {
        FakeStream stream = connect();

        stream.send(Event.newBuilder()
                .setNotice(Notice.newBuilder().setCodeValue(99).setMessage("new")));

        dev.beckon.client.outcome.Notice notice =
                app.next(Recorder.Noticed.class).notice();
        assertThat(notice.code()).isEqualTo(dev.beckon.client.outcome.Notice.Code.UNSPECIFIED);
        assertThat(notice.message()).isEqualTo("new");
    }

    @Test
    void signal_arrivesWithTheServersWordAndAnAddressToReplyTo() {
        FakeStream stream = connect();

        stream.send(Event.newBuilder()
                .setSignal(Signal.newBuilder()
                        .setFrom("bob")
                        .setFromSessionId("s7")
                        .setRoom("lobby")
                        .setConnectionId("screen")
                        .setOffer(dev.beckon.v1.Offer.newBuilder().setSdp("v=0").setPolite(true))));
        dev.beckon.client.signal.Signal signal = app.next(Recorder.Heard.class).signal();
        client.send(signal.replyTo(), Answer.of("v=0", 0), app.result("answer"));

        assertThat(signal.from()).isEqualTo("bob");
        assertThat(((Offer) signal.body()).isPolite()).isTrue();
        Signal answer = stream.frame().getSignal();
        assertThat(answer.getTo()).isEqualTo("bob");
        assertThat(answer.getToSessionId()).isEqualTo("s7");
        assertThat(answer.getRoom()).isEqualTo("lobby");
        assertThat(answer.getConnectionId()).isEqualTo("screen");
    }

    @Test
    void messagesBeforeTheWelcome_waitForIt() {
        client.join("lobby", app.result("join"));
        client.send(BOB, Data.text("", "early"), app.result("early"));
        client.connect(app);
        FakeStream stream = server.stream();
        stream.welcome("s1");

        assertThat(stream.frame().getJoinRoom().getRoom()).isEqualTo("lobby");
        assertThat(stream.frame().getSignal().getData().getText()).isEqualTo("early");
        stream.ack(2);
        assertThat(app.awaitResult("join")).isEqualTo(SendResult.TAKEN);
        assertThat(app.awaitResult("early")).isEqualTo(SendResult.TAKEN);
    }

    @Test
    void fullQueue_refusesTheNewestMessageAndKeepsTheOthers() {
        client.close();
        client = builder().outboundQueue(2, 1 << 20).build();
        FakeStream stream = connect();
        client.send(BOB, Data.text("", "1"), app.result("1"));
        client.send(BOB, Data.text("", "2"), app.result("2"));
        client.send(BOB, Data.text("", "3"), app.result("3"));

        assertThat(app.awaitResult("3").notSentReason()).isEqualTo(NotSentReason.QUEUE_FULL);
        stream.frame();
        stream.frame();
        stream.ack(2);
        app.awaitResult("1");
        app.awaitResult("2");
        client.send(BOB, Data.text("", "4"), app.result("4"));
        assertThat(stream.frame().getSignal().getData().getText()).isEqualTo("4");
        stream.ack(3);
        assertThat(app.awaitResult("4")).isEqualTo(SendResult.TAKEN);
    }

    @Test
    void messageAboveTheFrameLimit_isRefusedHereAndTheSessionLives() {
        FakeStream stream = connect();
        client.send(BOB, Data.bytes("", new byte[600_000]), app.result("large"));
        client.send(BOB, Data.text("", "small"), app.result("small"));

        SendResult large = app.awaitResult("large");
        assertThat(large.status()).isEqualTo(Status.REFUSED);
        assertThat(Objects.requireNonNull(large.notice()).code())
                .isEqualTo(dev.beckon.client.outcome.Notice.Code.TOO_LARGE);
        ClientFrame small = stream.frame();
        assertThat(small.getSeq()).isEqualTo(1);
        stream.ack(1);
        assertThat(app.awaitResult("small")).isEqualTo(SendResult.TAKEN);
    }

    @Test
    void close_flushesAndSaysByeAndTellsTheResults() {
        FakeStream stream = connect();
        client.send(BOB, Data.text("", "last words"), app.result("last"));
        client.close();

        assertThat(stream.frame().getSignal().getData().getText()).isEqualTo("last words");
        assertThat(stream.frame().hasBye()).isTrue();
        stream.ack(1);
        stream.complete();

        assertThat(app.awaitResult("last")).isEqualTo(SendResult.TAKEN);
        app.awaitState(State.CLOSED);
        client.send(BOB, Data.text("", "too late"), app.result("late"));
        assertThat(app.awaitResult("late").notSentReason()).isEqualTo(NotSentReason.STOPPED);
        assertThatThrownBy(() -> client.connect(app)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void close_flushesMoreThanTheStreamTakesAtOnce() {
        FakeStream stream = connect();
        int count = 40;
        for (int i = 0; i < count; i++) {
            client.send(BOB, Data.bytes("", new byte[60_000]), app.result("large"));
        }
        client.close();

        for (int i = 0; i < count; i++) {
            assertThat(stream.frame().hasSignal()).isTrue();
        }
        assertThat(stream.frame().hasBye()).isTrue();
        stream.ack(count);
        stream.complete();
        for (int i = 0; i < count; i++) {
            assertThat(app.awaitResult("large")).isEqualTo(SendResult.TAKEN);
        }
    }

    @Test
    void close_doesNotWaitForAServerThatDoesNotAnswer() {
        FakeStream stream = connect();
        client.send(BOB, Data.text("", "last words"), app.result("last"));
        client.close();

        assertThat(app.awaitResult("last")).isEqualTo(SendResult.UNCONFIRMED);
        app.awaitState(State.CLOSED);
        stream.awaitEnd();
    }

    @Test
    void close_beforeConnect_closes() {
        client.send(BOB, Data.text("", "never"), app.result("never"));
        client.close();
        client.send(BOB, Data.text("", "later"), app.result("later"));

        assertThat(app.awaitResult("never").notSentReason()).isEqualTo(NotSentReason.STOPPED);
        // What is said after the close is answered after it.
        assertThat(app.awaitResult("later").notSentReason()).isEqualTo(NotSentReason.STOPPED);
        assertThat(client.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void connect_twice_isRefused() {
        connect();

        assertThatThrownBy(() -> client.connect(app)).isInstanceOf(IllegalStateException.class);
    }
}

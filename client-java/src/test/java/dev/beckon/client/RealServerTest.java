package dev.beckon.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.client.SignalingException.Reason;
import dev.beckon.client.outcome.Notice;
import dev.beckon.client.outcome.SendResult;
import dev.beckon.client.room.LeaveReason;
import dev.beckon.client.room.Member;
import dev.beckon.client.room.MemberUpdate;
import dev.beckon.client.signal.Address;
import dev.beckon.client.signal.Answer;
import dev.beckon.client.signal.Candidate;
import dev.beckon.client.signal.Data;
import dev.beckon.client.signal.EndOfCandidates;
import dev.beckon.client.signal.Hangup;
import dev.beckon.client.signal.Offer;
import dev.beckon.client.signal.Signal;
import dev.beckon.client.testing.JavaProcess;
import dev.beckon.client.testing.RealServer;
import dev.beckon.client.testing.Recorder;
import dev.beckon.client.testing.Relay;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Clients on real sockets, and the real server in a process of its own. */
class RealServerTest {

    private static RealServer server;

    private final List<SignalingClient> clients = new ArrayList<>();
    private final Recorder alice = new Recorder();
    private final Recorder bob = new Recorder();

    @BeforeAll
    static void startServer() throws IOException {
        // As fast as a test sends; what limits do is tested at the server.
        server = RealServer.start("--frames-per-second", "100000", "--frames-burst", "100000");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    /** Every test leaves the server empty: peer ids are used again. */
    @AfterEach
    void closeClients() {
        for (SignalingClient client : clients) {
            client.close();
        }
        for (SignalingClient client : clients) {
            awaitClosed(client);
        }
    }

    private static void awaitClosed(SignalingClient client) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (client.state() != State.CLOSED) {
            assertThat(System.nanoTime()).as("client closes").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private SignalingClient connect(String target, String peerId, Recorder app) {
        SignalingClient client =
                connecting(SignalingClient.builder(target, peerId).plaintext().reconnectPolicy(attempt -> 100), app);
        app.awaitState(State.LIVE);
        return client;
    }

    private SignalingClient connecting(SignalingClientBuilder builder, Recorder app) {
        SignalingClient client = builder.build();
        clients.add(client);
        client.connect(app);
        return client;
    }

    private static Signal heard(Recorder app) {
        return app.next(Recorder.Heard.class).signal();
    }

    @Test
    void twoPeers_setUpACall() {
        SignalingClient caller = connect(server.target(), "alice", alice);
        SignalingClient callee = connect(server.target(), "bob", bob);

        caller.send(Address.peer("bob"), Offer.of("v=0\r\noffer", 1), alice.result("offer"));
        Signal offer = heard(bob);
        callee.send(offer.replyTo(), Answer.of("v=0\r\nanswer", 1), bob.result("answer"));
        Signal answer = heard(alice);
        caller.send(answer.replyTo(), Candidate.of("candidate:1 1 UDP 1 192.0.2.1 9 typ host", "0", 0, "uf"));
        caller.send(answer.replyTo(), EndOfCandidates.forAll());
        caller.send(answer.replyTo(), Hangup.of(Hangup.Reason.ENDED), alice.result("hangup"));

        assertThat(alice.awaitResult("offer")).isEqualTo(SendResult.TAKEN);
        assertThat(bob.awaitResult("answer")).isEqualTo(SendResult.TAKEN);
        assertThat(offer.from()).isEqualTo("alice");
        assertThat(offer.body()).isEqualTo(Offer.received("v=0\r\noffer", 1, false));
        assertThat(answer.from()).isEqualTo("bob");
        assertThat(answer.body()).isEqualTo(Answer.of("v=0\r\nanswer", 1));
        assertThat(heard(bob).body()).isEqualTo(Candidate.of("candidate:1 1 UDP 1 192.0.2.1 9 typ host", "0", 0, "uf"));
        assertThat(heard(bob).body()).isEqualTo(EndOfCandidates.forAll());
        assertThat(heard(bob).body()).isEqualTo(Hangup.of(Hangup.Reason.ENDED));
        assertThat(alice.awaitResult("hangup")).isEqualTo(SendResult.TAKEN);
    }

    @Test
    void lowerPeer_isThePoliteOne() {
        connect(server.target(), "alice", alice);
        SignalingClient callee = connect(server.target(), "bob", bob);

        callee.send(Address.peer("alice"), Offer.of("v=0\r\n", 1));

        assertThat(((Offer) heard(alice).body()).isPolite()).isTrue();
    }

    @Test
    void messageToNobody_isRefused() {
        SignalingClient caller = connect(server.target(), "alice", alice);

        caller.send(Address.peer("nobody"), Data.text("", "hello?"), alice.result("sent"));

        Notice notice = Objects.requireNonNull(alice.awaitResult("sent").notice());
        assertThat(notice.code()).isEqualTo(Notice.Code.PEER_UNAVAILABLE);
        assertThat(notice.reason()).isEqualTo(Notice.Reason.NOT_REGISTERED);
        assertThat(notice.peerId()).isEqualTo("nobody");
    }

    @Test
    void messageForAnEarlierSession_neverReachesTheNextOne() {
        SignalingClient caller = connect(server.target(), "alice", alice);
        connect(server.target(), "bob", bob);

        caller.send(Address.peer("bob").session("gone"), Data.text("", "old"), alice.result("sent"));

        Notice notice = Objects.requireNonNull(alice.awaitResult("sent").notice());
        assertThat(notice.reason()).isEqualTo(Notice.Reason.SESSION_REPLACED);
    }

    @Test
    void brokenRule_isRefusedWithTheField() {
        SignalingClient caller = connect(server.target(), "alice", alice);
        connect(server.target(), "bob", bob);

        caller.send(Address.peer("bob"), Offer.of("no sdp"), alice.result("sent"));

        Notice notice = Objects.requireNonNull(alice.awaitResult("sent").notice());
        assertThat(notice.code()).isEqualTo(Notice.Code.INVALID_FRAME);
        assertThat(notice.fieldViolations().get(0).field()).isEqualTo("signal.offer.sdp");
    }

    @Test
    void heldPeerId_stopsTheSecondClient() {
        connect(server.target(), "alice", alice);
        Recorder second = new Recorder();
        connecting(SignalingClient.builder(server.target(), "alice").plaintext(), second);

        SignalingException why =
                Objects.requireNonNull(second.awaitState(State.STOPPED).why());

        assertThat(why.reason()).isEqualTo(Reason.PEER_ID_TAKEN);
        assertThat(why.isRetryable()).isFalse();
    }

    @Test
    void replacedClient_stopsAndDoesNotComeBack() {
        connect(server.target(), "alice", alice);
        Recorder second = new Recorder();
        connecting(
                SignalingClient.builder(server.target(), "alice").plaintext().conflictPolicy(ConflictPolicy.REPLACE),
                second);

        second.awaitState(State.LIVE);

        SignalingException why =
                Objects.requireNonNull(alice.awaitState(State.STOPPED).why());
        assertThat(why.reason()).isEqualTo(Reason.REPLACED);
    }

    @Test
    void invalidDisplayName_stopsTheClient() {
        connecting(
                SignalingClient.builder(server.target(), "alice")
                        .displayName("line\nbreak")
                        .plaintext(),
                alice);

        SignalingException why =
                Objects.requireNonNull(alice.awaitState(State.STOPPED).why());

        assertThat(why.reason()).isEqualTo(Reason.INVALID_HELLO);
    }

    @Test
    void ownHalfOpenPredecessor_neverBlocksTheWayBack() throws IOException {
        SignalingClient caller = connect(server.target(), "alice", alice);
        try (Relay relay = new Relay(server.port())) {
            connect(relay.target(), "bob", bob);
            for (int i = 0; i < 3; i++) {
                relay.leaveHalfOpen();

                assertThat(Objects.requireNonNull(bob.awaitState(State.WAITING).why())
                                .reason())
                        .isEqualTo(Reason.UNREACHABLE);
                bob.awaitState(State.LIVE);
                caller.send(Address.peer("bob"), Data.text("", "welcome back " + i));
                assertThat(heard(bob).body()).isEqualTo(Data.text("", "welcome back " + i));
            }
            // While there is a way to say bye: else the peer id would be held for as long as a client may be away.
            closeClients();
        }
    }

    @Test
    void room_convergesThroughJoinUpdateAndBye() {
        SignalingClient first = connect(server.target(), "alice", alice);
        SignalingClient second = connecting(
                SignalingClient.builder(server.target(), "bob").plaintext().displayName("Bob"), bob);
        first.join("lobby", alice.result("join"));
        assertThat(alice.next(Recorder.Snapshot.class).room().members())
                .extracting(Member::peerId)
                .containsExactly("alice");
        second.join("lobby", bob.result("join"));

        Recorder.Snapshot seenByBob = bob.next(Recorder.Snapshot.class);
        Recorder.Joined seenByAlice = alice.next(Recorder.Joined.class);
        assertThat(seenByAlice.member().displayName()).isEqualTo("Bob");
        assertThat(seenByAlice.room()).isEqualTo(seenByBob.room());
        second.updateMember(MemberUpdate.attribute("hand", "up"), bob.result("update"));
        Recorder.Updated updated = alice.next(Recorder.Updated.class);
        assertThat(updated.member().attributes()).containsEntry("hand", "up");
        assertThat(bob.next(Recorder.Updated.class).room()).isEqualTo(updated.room());
        second.close();
        Recorder.Left left = alice.next(Recorder.Left.class);
        assertThat(left.reason()).isEqualTo(LeaveReason.BYE);
        assertThat(left.room().members()).extracting(Member::peerId).containsExactly("alice");
        first.leave("lobby", alice.result("leave"));
        assertThat(alice.next(Recorder.SelfLeft.class).reason()).isEqualTo(LeaveReason.LEFT);
        assertThat(alice.awaitResult("leave")).isEqualTo(SendResult.TAKEN);
    }

    @Test
    void tenThousandMessages_allTakenAndInOrder() throws InterruptedException {
        SignalingClient sender = connect(server.target(), "alice", alice);
        Recorder receiver = new Recorder();
        connect(server.target(), "bob", receiver);
        Semaphore window = new Semaphore(500);
        int count = 10_000;
        Semaphore undecided = new Semaphore(500);
        List<SendResult> notTaken = new CopyOnWriteArrayList<>();
        long begin = System.nanoTime();
        Thread sending = new Thread(() -> {
            for (int i = 0; i < count; i++) {
                window.acquireUninterruptibly();
                undecided.acquireUninterruptibly();
                sender.send(Address.peer("bob"), Data.text("", Integer.toString(i)), result -> {
                    if (!result.isTaken()) {
                        notTaken.add(result);
                    }
                    undecided.release();
                });
            }
        });
        sending.start();

        for (int i = 0; i < count; i++) {
            assertThat(((Data) heard(receiver).body()).text())
                    .as("message %d, with not taken: %s", i, notTaken)
                    .isEqualTo(Integer.toString(i));
            // The receiver sets the pace: what it has not handled waits in its mailbox, which has a limit.
            window.release();
        }

        sending.join();
        assertThat(undecided.tryAcquire(500, 60, TimeUnit.SECONDS)).isTrue();
        assertThat(notTaken).isEmpty();
        System.out.printf(
                "%,d signals through the real server in %d ms%n", count, (System.nanoTime() - begin) / 1_000_000);
    }

    @Test
    void serverThatGoesDown_isComeBackToWithTheRooms() throws IOException {
        int port;
        try (RealServer first = RealServer.start()) {
            port = first.port();
            SignalingClient client = connect(first.target(), "alice", alice);
            client.join("lobby", alice.result("join"));
            alice.next(Recorder.Snapshot.class);

            first.terminate();

            assertThat(Objects.requireNonNull(alice.awaitState(State.WAITING).why())
                            .isRetryable())
                    .isTrue();
        }
        try (RealServer second = RealServer.start(port)) {
            alice.awaitState(State.LIVE);
            assertThat(alice.next(Recorder.Snapshot.class).room().members())
                    .extracting(Member::peerId)
                    .containsExactly("alice");
            assertThat(second.port()).isEqualTo(port);
        }
    }

    @Test
    void answeringSample_answersAnOfferAndSaysBye() throws IOException {
        SignalingClient caller = connect(server.target(), "alice", alice);
        String classPath =
                "target/classes" + File.pathSeparator + "target/test-classes" + File.pathSeparator + "target/lib/*";
        try (JavaProcess sample = new JavaProcess(
                classPath, "dev.beckon.client.samples.AnsweringPeer", List.of(server.target(), "answerer"))) {
            sample.line(line -> line.equals("LIVE answerer"), "\"LIVE answerer\"");

            caller.send(Address.peer("answerer"), Offer.of("v=0\r\n", 42));

            Answer answer = (Answer) heard(alice).body();
            assertThat(answer.offerId()).isEqualTo(42);
            assertThat(answer.sdp()).startsWith("v=0").contains("answer to offer 42");
            sample.line(line -> line.equals("answered offer 42 of alice"), "\"answered offer 42 of alice\"");
            sample.terminate();
            sample.line(line -> line.equals("CLOSED answerer"), "\"CLOSED answerer\"");
        }
    }
}

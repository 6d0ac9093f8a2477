package dev.beckon.server.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.server.cluster.InMemoryPeerDirectory;
import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.message.Limits;
import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.peer.Hello.ConflictPolicy;
import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.Registration;
import dev.beckon.server.core.peer.SessionId;
import dev.beckon.server.core.port.PeerDirectory;
import dev.beckon.server.testing.TestNode;
import dev.beckon.server.testing.TestPeer;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The ports are asynchronous: what holds when a store answers at once must hold when it answers late, or not. */
class SlowStoreTest {

    /** A directory whose answers come when the test says so. */
    private static final class LateDirectory implements PeerDirectory {
        final Queue<Runnable> answers = new ArrayDeque<>();
        PeerDirectory directory = new InMemoryPeerDirectory();
        boolean late;
        boolean away;
        boolean answersLost;

        @Override
        public CompletionStage<Claim> claim(Registration registration, Predicate<Registration> mayReplace) {
            CompletionStage<Claim> answer = away ? failed() : directory.claim(registration, mayReplace);
            return answersLost ? failed() : delayed(answer);
        }

        @Override
        public CompletionStage<Optional<Registration>> locate(PeerId peer) {
            return away ? failed() : delayed(directory.locate(peer));
        }

        @Override
        public CompletionStage<Void> release(PeerId peer, SessionId session) {
            return directory.release(peer, session);
        }

        PeerDirectory before(PeerDirectory real) {
            directory = real;
            return this;
        }

        void answerAll() {
            for (Runnable answer = answers.poll(); answer != null; answer = answers.poll()) {
                answer.run();
            }
        }

        private <T> CompletionStage<T> delayed(CompletionStage<T> answer) {
            if (!late) {
                return answer;
            }
            CompletableFuture<T> result = new CompletableFuture<>();
            answers.add(() -> answer.thenAccept(result::complete));
            return result;
        }

        private static <T> CompletionStage<T> failed() {
            return CompletableFuture.failedFuture(new IllegalStateException("store away"));
        }
    }

    private final LateDirectory directory = new LateDirectory();

    @AutoClose
    private final TestNode node = new TestNode(Limits.DEFAULTS, directory::before, mailbox -> mailbox);

    @AfterEach
    void answer() {
        directory.late = false;
        directory.answerAll();
    }

    @Test
    void order_isKept_whileALookupIsPending() {
        TestPeer alice = node.connect("alice");
        TestPeer bob = node.connect("bob");
        directory.late = true;
        alice.signal("bob", "first");
        directory.late = false;
        IntStream.range(0, 5).forEach(i -> alice.signal("bob", "then " + i));
        assertThat(bob.texts()).isEmpty();

        directory.answerAll();

        assertThat(bob.texts()).containsExactly("first", "then 0", "then 1", "then 2", "then 3", "then 4");
    }

    @Test
    void clientThatDoesNotWait_isToldWhenTooManyFramesWait() {
        TestPeer alice = node.connect("alice");
        directory.late = true;

        IntStream.range(0, 20).forEach(i -> alice.signal("bob", "m" + i));

        assertThat(alice.receipts).containsExactly("overrun", "overrun", "overrun");
    }

    @Test
    void sessionThatEndsWhileFramesWait_endsTheirReceipts() {
        TestPeer alice = node.connect("alice");
        directory.late = true;
        alice.signal("bob", "first");
        alice.signal("bob", "second");

        alice.lose(EndReason.GONE);
        directory.answerAll();

        assertThat(alice.receipts).containsExactly("ended", "decided 0");
        node.assertNothingLeft();
    }

    @Test
    void storeAway_refusesTheFrame_andTheSessionLives() {
        TestPeer alice = node.connect("alice");
        TestPeer bob = node.connect("bob");
        directory.away = true;
        alice.signal("bob", "lost");
        directory.away = false;
        alice.signal("bob", "found");

        assertThat(alice.refusals()).containsExactly(Refusal.Code.UNAVAILABLE);
        assertThat(bob.texts()).containsExactly("found");
        assertThat(node.events.faults).hasSize(1);
        node.events.faults.clear();
    }

    @Test
    void storeAway_failsTheHello() {
        directory.away = true;

        TestPeer alice = TestPeer.connect(node, TestPeer.hello("alice"));

        assertThat(alice.outcome.toCompletableFuture()).isCompletedExceptionally();
        assertThat(node.registry.size()).isZero();
    }

    @Test
    void claimThatWasGrantedWithoutAnAnswer_isGivenBack() {
        directory.answersLost = true;
        TestPeer.connect(node, TestPeer.hello("alice"));
        directory.answersLost = false;

        TestPeer again = TestPeer.connect(node, TestPeer.hello("alice"));

        assertThat(again.peer().value()).isEqualTo("alice");
    }

    @Test
    void successor_isNotWelcomed_whileAFrameOfTheReplacedSessionIsInWork() {
        TestPeer bob = node.connect("bob");
        TestPeer first = node.connect("alice");
        directory.late = true;
        first.signal("bob", "from the first");
        directory.late = false;

        TestPeer second = TestPeer.connect(node, TestPeer.hello("alice", ConflictPolicy.REPLACE, null, null));
        assertThat(second.events).isEmpty();
        directory.answerAll();
        second.signal("bob", "from the second");

        assertThat(bob.texts()).containsExactly("from the first", "from the second");
    }

    @Test
    void peerId_isNotGivenBack_whileAFrameIsInWork() {
        TestPeer first = node.connect("alice");
        directory.late = true;
        first.signal("bob", "still looking");
        directory.late = false;
        first.lose(EndReason.GONE);

        TestPeer tooEarly = TestPeer.connect(node, TestPeer.hello("alice"));
        directory.answerAll();
        TestPeer inTime = TestPeer.connect(node, TestPeer.hello("alice"));

        assertThat(tooEarly.events).isEmpty();
        assertThat(inTime.peer().value()).isEqualTo("alice");
    }

    @Test
    void streamThatEndsBeforeTheClaimIsAnswered_leavesNothingBehind() {
        directory.late = true;
        TestPeer alice = TestPeer.connect(node, TestPeer.hello("alice"));

        alice.lose(EndReason.GONE);
        directory.answerAll();

        assertThat(alice.outcome.toCompletableFuture()).isCompletedWithValue(new Sessions.Attach.Attached());
        node.assertNothingLeft();
    }

    @Test
    void sessionEndedBeforeItsClaimIsAnswered_isToldNothing() {
        directory.late = true;
        TestPeer first = TestPeer.connect(node, TestPeer.hello("alice"));
        node.shutdown.endAll();
        directory.answerAll();

        assertThat(first.events).isEmpty();
        assertThat(first.outcome.toCompletableFuture())
                .isCompletedWithValue(new Sessions.Attach.Ended(EndReason.SHUTDOWN));
        node.assertNothingLeft();
    }

    @Test
    void successorOfASessionThatEndedMeanwhile_getsTheSignal() {
        TestPeer alice = node.connect("alice");
        TestPeer first = node.connect("bob");
        directory.late = true;
        alice.signal("bob", "hello");
        directory.late = false;
        first.lose(EndReason.GONE);
        TestPeer second = node.connect("bob");

        directory.answerAll();

        assertThat(second.texts()).containsExactly("hello");
        assertThat(alice.refusals()).isEmpty();
    }
}

package dev.beckon.server.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.server.core.message.Command;
import dev.beckon.server.core.message.EndReason;
import dev.beckon.server.core.message.Limits;
import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.message.ServerEvent.Notice;
import dev.beckon.server.core.message.Signal;
import dev.beckon.server.core.peer.Access;
import dev.beckon.server.core.peer.Grants;
import dev.beckon.server.core.peer.Hello.ConflictPolicy;
import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.testing.TestLimits;
import dev.beckon.server.testing.TestNode;
import dev.beckon.server.testing.TestPeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Few clients cannot use up the memory that the mailboxes of all clients share. */
class SharedBudgetTest {

    private static final int KIB = 1024;
    private static final int BUDGET = 4096 * KIB;
    private static final int SHARE = 8 * KIB;
    private static final int PER_SUBJECT = 128 * KIB;
    private static final int ATTACKERS = 4;
    private static final int SESSIONS = 16;

    /** With tokens, subjects have limits; without, only the guaranteed shares protect others. */
    @ParameterizedTest
    @ValueSource(ints = {PER_SUBJECT, 0})
    void fewWhoFillTheirMailboxesAndComeBackToThem_takeNothingFromALiveReader(int perSubject) {
        try (TestNode node = new TestNode(Limits.DEFAULTS, new MailboxBudget(BUDGET, SHARE, perSubject))) {
            Clients clients = new Clients(node, perSubject != 0);
            TestPeer alice = clients.connect("alice");
            TestPeer bob = clients.connect("bob");
            TestPeer carol = clients.connect("carol");
            carol.lose(EndReason.GONE);
            List<TestPeer> attackers = clients.attackers();

            List<TestPeer> present = attackers;
            for (int round = 0; round < 3; round++) {
                fill(present);
                present.forEach(attacker -> attacker.lose(EndReason.GONE));
                present = attackers.stream().map(clients::comeBack).toList();
                fill(present);

                // An empty mailbox takes any signal, and the share of another takes small ones.
                alice.signal("bob", "x".repeat(100 * KIB));
                bob.acknowledge(bob.seqs.getLast());
                alice.signal("bob", "offer");
                alice.signal("bob", "candidate");
                bob.acknowledge(bob.seqs.getLast());
                alice.signal("carol", "round " + round);
            }

            assertThat(alice.refusals()).isEmpty();
            assertThat(bob.texts()).hasSize(9);
            assertThat(clients.comeBack(carol).texts()).containsExactly("round 0", "round 1", "round 2");
            // Signals, notices, and the guaranteed shares of the latter.
            assertThat(node.mailboxes.used()).isLessThan(BUDGET + BUDGET / 4 + ATTACKERS * SESSIONS * (long) SHARE);
        }
    }

    @Test
    void fewSubjects_leaveOthersMoreThanTheirShares() {
        try (TestNode node = new TestNode(Limits.DEFAULTS, new MailboxBudget(BUDGET, SHARE, PER_SUBJECT))) {
            Clients clients = new Clients(node, true);
            TestPeer alice = clients.connect("alice");
            TestPeer carol = clients.connect("carol");
            carol.lose(EndReason.GONE);

            fill(clients.attackers());
            IntStream.range(0, 8).forEach(i -> alice.signal("carol", "x".repeat(10 * KIB)));

            assertThat(alice.refusals()).isEmpty();
            // Each of them holds its limit, and its sessions hold their shares of signals and of notices.
            assertThat(node.mailboxes.used()).isLessThan(ATTACKERS * (2L * PER_SUBJECT + SESSIONS * 3L * SHARE));
        }
    }

    @Test
    void oneSubject_cannotFillTheMailboxesOfOthers() {
        try (TestNode node = new TestNode(Limits.DEFAULTS, new MailboxBudget(BUDGET, SHARE, PER_SUBJECT))) {
            Clients clients = new Clients(node, true);
            TestPeer alice = clients.connect("alice");
            TestPeer mallory = clients.connect("mallory");
            List<TestPeer> away = IntStream.range(0, 100)
                    .mapToObj(i -> clients.connect("victim-" + i))
                    .toList();
            away.forEach(victim -> victim.lose(EndReason.GONE));

            away.forEach(victim -> IntStream.range(0, 20)
                    .forEach(i -> mallory.signal(victim.peer().value(), "x".repeat(4 * KIB))));
            away.forEach(victim -> alice.signal(victim.peer().value(), "x".repeat(2 * SHARE)));

            assertThat(mallory.only(Notice.class))
                    .last()
                    .extracting(notice -> notice.refusal().message())
                    .asString()
                    .startsWith("Too many bytes of your account's signals wait");
            assertThat(node.mailboxes.used()).isLessThan(100L * SHARE + 4 * PER_SUBJECT);
            // What alice sends counts for her alone.
            assertThat(alice.refusals().size()).isLessThan(95);
        }
    }

    @Test
    void oneSender_cannotFillAMailboxForOthers_butHalfOfIt() {
        try (TestNode node = new TestNode(TestLimits.mailbox(16, 1_000_000))) {
            TestPeer bob = node.connectKeyed("bob");
            TestPeer mallory = node.connect("mallory");
            TestPeer alice = node.connect("alice");
            bob.lose(EndReason.GONE);

            IntStream.range(0, 12).forEach(i -> mallory.signal("bob", "m" + i));
            IntStream.range(0, 5).forEach(i -> alice.signal("bob", "a" + i));

            assertThat(mallory.refusals()).hasSize(4).containsOnly(Refusal.Code.MAILBOX_FULL);
            assertThat(mallory.only(Notice.class).getFirst().refusal().message())
                    .startsWith("Too many of your signals wait for peer 'bob'");
            assertThat(alice.refusals()).containsExactly(Refusal.Code.MAILBOX_FULL);
            TestPeer back = TestPeer.connect(node, bob.comeBack(0));
            assertThat(back.texts())
                    .containsExactly("m0", "m1", "m2", "m3", "m4", "m5", "m6", "m7", "a0", "a1", "a2", "a3");
            back.acknowledge(12);
            mallory.signal("bob", "again");
            assertThat(back.texts()).last().isEqualTo("again");
        }
    }

    @Test
    void aSender_isItsSubject_whereThereAreTokens() {
        try (TestNode node =
                new TestNode(TestLimits.mailbox(100, 16 * KIB), new MailboxBudget(BUDGET, SHARE, PER_SUBJECT))) {
            Clients clients = new Clients(node, true);
            TestPeer bob = clients.connect("bob");
            TestPeer phone = clients.connect("mallory/phone");
            TestPeer laptop = clients.connect("mallory/laptop");
            TestPeer alice = clients.connect("alice");
            bob.lose(EndReason.GONE);

            IntStream.range(0, 10).forEach(i -> phone.signal("bob", "x".repeat(KIB)));
            IntStream.range(0, 10).forEach(i -> laptop.signal("bob", "x".repeat(KIB)));
            alice.signal("bob", "x".repeat(KIB));

            assertThat(phone.refusals()).hasSize(3);
            assertThat(laptop.refusals()).hasSize(10);
            assertThat(alice.refusals()).isEmpty();
        }
    }

    @Test
    void readerThatLeavesOneSendersSignalsUnread_isSlow() {
        try (TestNode node = new TestNode(TestLimits.mailbox(4, 1_000_000))) {
            TestPeer alice = node.connect("alice");
            TestPeer bob = node.connectKeyed("bob");
            IntStream.range(0, 3).forEach(i -> alice.signal("bob", "m" + i));

            node.scheduler.advance(Duration.ofSeconds(5));

            assertThat(bob.closes).containsExactly(EndReason.SLOW);
        }
    }

    @Test
    void budgetThatIsUsedUp_isNoReasonToEndAReadersStream() {
        try (TestNode node = new TestNode(Limits.DEFAULTS, new MailboxBudget(64 * KIB, KIB, 0))) {
            TestPeer alice = node.connect("alice");
            TestPeer bob = node.connectKeyed("bob");
            node.mailboxes.take("", 64 * KIB, 63 * KIB);

            alice.signal("bob", "an empty mailbox takes it");
            alice.signal("bob", "no room");
            node.scheduler.advance(Duration.ofSeconds(6));
            assertThat(bob.closes).isEmpty();
            node.mailboxes.give("", "", 64 * KIB, 63 * KIB);
            alice.signal("bob", "room");

            assertThat(alice.only(Notice.class))
                    .singleElement()
                    .extracting(notice -> notice.refusal().message())
                    .asString()
                    .startsWith("The server has no memory");
            assertThat(bob.texts()).containsExactly("an empty mailbox takes it", "room");
        }
    }

    @Test
    void subjectWhoseNoticesPileUp_getsNoMoreWorkDone_andOthersDo() {
        try (TestNode node = new TestNode(Limits.DEFAULTS, new MailboxBudget(BUDGET, KIB, 8 * KIB))) {
            Clients clients = new Clients(node, true);
            TestPeer alice = clients.connect("alice");
            List<TestPeer> attackers = IntStream.range(0, SESSIONS)
                    .mapToObj(i -> clients.connect("mallory/" + i))
                    .toList();

            attackers.forEach(attacker -> IntStream.rangeClosed(1, 100).forEach(i -> attacker.send(i, toNobody())));
            IntStream.rangeClosed(1, 20).forEach(i -> alice.send(i, toNobody()));
            node.scheduler.advance(Duration.ofSeconds(5));

            assertThat(attackers)
                    .allSatisfy(attacker -> assertThat(attacker.closes).containsExactly(EndReason.SLOW));
            assertThat(node.mailboxes.used()).isLessThan(2L * (8 * KIB + SESSIONS * 2 * KIB));
            assertThat(alice.refusals()).hasSize(20);
            assertThat(alice.closes).isEmpty();
        }
    }

    /** Everyone sends to the next one of the same subject, more than fits. */
    private static void fill(List<TestPeer> attackers) {
        for (int i = 0; i < attackers.size(); i++) {
            String to = attackers.get((i + 1) % attackers.size()).peer().value();
            TestPeer from = attackers.get(i);
            IntStream.range(0, 30).forEach(each -> from.signal(to, "x".repeat(8 * KIB)));
        }
    }

    private static Command toNobody() {
        return new Command.SendSignal(
                new Signal(new PeerId("nobody"), null, null, "", new TestPeer.Text("hello", false)));
    }

    /** Connects clients whose subject is the first part of their peer id. */
    private record Clients(TestNode node, boolean haveTokens) {

        TestPeer connect(String id) {
            return TestPeer.connect(node, TestPeer.hello(id, ConflictPolicy.REJECT, id, null), token(id));
        }

        TestPeer comeBack(TestPeer peer) {
            return TestPeer.connect(node, peer.comeBack(0), token(peer.peer().value()));
        }

        List<TestPeer> attackers() {
            List<TestPeer> attackers = new ArrayList<>();
            for (int subject = 0; subject < ATTACKERS; subject++) {
                for (int session = 0; session < SESSIONS; session++) {
                    attackers.add(connect("mallory-" + subject + "/" + session));
                }
            }
            return attackers;
        }

        private String token(String id) {
            String subject = id.split("/", 2)[0];
            if (haveTokens) {
                node.policy.tokens.put(subject, new Access(subject, "", null, null, Grants.ALL));
            }
            return subject;
        }
    }
}

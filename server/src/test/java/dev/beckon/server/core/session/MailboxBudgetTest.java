package dev.beckon.server.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.server.core.message.Envelope;
import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.message.ServerEvent.Delivered;
import dev.beckon.server.core.message.ServerEvent.Notice;
import dev.beckon.server.core.message.Signal;
import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.SessionId;
import dev.beckon.server.core.session.SessionMailbox.Room;
import dev.beckon.server.testing.RecordingEvents;
import dev.beckon.server.testing.TestLimits;
import dev.beckon.server.testing.TestPeer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The accounts of the mailboxes' budget balance, whatever becomes of the mailboxes. */
class MailboxBudgetTest {

    private static final List<String> SUBJECTS = List.of("a", "b", "c");
    private static final int MAX = 20_000;
    private static final int SHARE = 1_000;
    private static final int PER_SUBJECT = 4_000;
    private static final int OVERHEAD = 200;
    private static final int LARGEST = 1_500 + OVERHEAD;
    private static final int MAILBOXES = 9;

    private final RecordingEvents events = new RecordingEvents();

    @ParameterizedTest
    @ValueSource(ints = {PER_SUBJECT, 0})
    void anyHistory_balances(int perSubject) {
        for (int seed = 0; seed < 200; seed++) {
            play(new Random(seed), new MailboxBudget(MAX, SHARE, perSubject), perSubject != 0);
        }
    }

    private void play(Random random, MailboxBudget budget, boolean hasSubjects) {
        List<SessionMailbox> mailboxes = IntStream.range(0, MAILBOXES)
                .mapToObj(i -> new SessionMailbox(
                        TestLimits.mailbox(30, 6_000), budget, SUBJECTS.get(i % SUBJECTS.size()), events))
                .toList();
        int taken = 0;
        for (int step = 0; step < 400; step++) {
            SessionMailbox mailbox = mailboxes.get(random.nextInt(MAILBOXES));
            boolean wasEmpty = mailbox.size() == 0;
            switch (random.nextInt(12)) {
                case 0 -> mailbox.add(notice());
                case 1 -> mailbox.clear();
                case 2 -> mailbox.onStreamGone(mailbox.highestGiven());
                case 3 -> mailbox.ack(mailbox.highestGiven());
                case 4 -> assertThat(mailbox.takeSignals()).doesNotHaveDuplicates();
                case 5 -> {
                    if (mailbox.next() != null) {
                        mailbox.onGiven();
                    }
                }
                default -> {
                    Room room = mailbox.add(signal(random));
                    taken += room == Room.TAKEN ? 1 : 0;
                    assertThat(!wasEmpty || room == Room.TAKEN || room == Room.SUBJECT_FULL)
                            .isTrue();
                }
            }
            assertThat(budget.used())
                    .isEqualTo(
                            mailboxes.stream().mapToLong(SessionMailbox::bytes).sum());
            assertThat(budget.subjects()).isLessThanOrEqualTo(hasSubjects ? 3 * SUBJECTS.size() : 0);
        }
        assertThat(taken).isPositive();

        mailboxes.forEach(SessionMailbox::clear);

        assertThat(budget.used()).isZero();
        assertThat(budget.subjects()).isZero();
        assertThat(events.mailboxBytes).hasValue(0);
    }

    @Test
    void signalsOfASubject_stayWithinItsLimits_butForOneOfEachMailbox() {
        MailboxBudget budget = new MailboxBudget(1_000_000, SHARE, PER_SUBJECT);
        Random random = new Random(1);
        List<SessionMailbox> mailboxes = IntStream.range(0, MAILBOXES)
                .mapToObj(i -> new SessionMailbox(TestLimits.mailbox(1000, 1_000_000), budget, "owner", events))
                .toList();

        IntStream.range(0, 2000).forEach(i -> mailboxes.get(i % MAILBOXES).add(signal(random, "sender-" + i)));
        assertThat(budget.used()).isBetween((long) PER_SUBJECT, PER_SUBJECT + MAILBOXES * (SHARE + (long) LARGEST));

        mailboxes.forEach(SessionMailbox::clear);
        IntStream.range(0, 2000).forEach(i -> mailboxes.get(i % MAILBOXES).add(signal(random, "sender")));
        assertThat(budget.used()).isBetween((long) PER_SUBJECT, PER_SUBJECT + MAILBOXES * (long) SHARE);
        mailboxes.forEach(SessionMailbox::clear);
        assertThat(budget.subjects()).isZero();
    }

    @Test
    void manyThreads_neverExceedIt_andGiveEverythingBack() throws Exception {
        int max = 12_000;
        MailboxBudget budget = new MailboxBudget(max, SHARE, PER_SUBJECT);
        AtomicLong most = new AtomicLong();
        CyclicBarrier start = new CyclicBarrier(8);
        List<Throwable> failures = new ArrayList<>();
        List<Thread> threads = IntStream.range(0, 8)
                .mapToObj(number -> Thread.ofPlatform().unstarted(() -> {
                    try {
                        start.await();
                        takeAndGive(budget, SUBJECTS.get(number % SUBJECTS.size()), most);
                    } catch (Exception failure) {
                        synchronized (failures) {
                            failures.add(failure);
                        }
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(failures).isEmpty();
        assertThat(most.get()).isPositive().isLessThanOrEqualTo(max - max / 4 + 8 * 100L);
        assertThat(budget.used()).isZero();
        assertThat(budget.subjects()).isZero();
    }

    /** Takes until nothing more is given, then gives all back, again and again. */
    private static void takeAndGive(MailboxBudget budget, String subject, AtomicLong most) {
        for (int round = 0; round < 2000; round++) {
            int held = 0;
            while (budget.trySend(subject, 100)) {
                if (!budget.tryTake(subject, 100, 100)) {
                    budget.giveSent(subject, 100);
                    break;
                }
                held++;
                // An attempt of each thread, which then fails, may be in it for a moment.
                most.accumulateAndGet(budget.used(), Math::max);
            }
            for (int i = 0; i < held; i++) {
                budget.give(subject, subject, 100, 100);
            }
        }
    }

    private static Notice notice() {
        return new Notice(List.of(1L), Refusal.unsupported(), "");
    }

    private static Delivered signal(Random random) {
        return signal(random, SUBJECTS.get(random.nextInt(SUBJECTS.size())));
    }

    private static Delivered signal(Random random, String subject) {
        TestPeer.Text text = new TestPeer.Text("x".repeat(random.nextInt(LARGEST - OVERHEAD)), false);
        return new Delivered(
                new Envelope(
                        new PeerId(subject + random.nextInt(2)),
                        new SessionId("session"),
                        subject,
                        false,
                        1,
                        new Signal(new PeerId("to"), null, null, "", text)),
                false);
    }
}

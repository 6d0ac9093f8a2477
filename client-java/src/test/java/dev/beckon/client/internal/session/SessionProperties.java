package dev.beckon.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.client.outcome.Notice;
import dev.beckon.client.outcome.SendResult;
import dev.beckon.client.outcome.SendResult.NotSentReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever happens in whatever order, every submission has exactly one result, and the right one. */
class SessionProperties {

    /** A client that lives through many sessions, and a server that decides at random. */
    private static final class World {
        final Random random;
        final SessionLog log = new SessionLog();
        final List<Submission> all = new ArrayList<>();
        long decided;

        World(long seed) {
            random = new Random(seed);
        }

        void step() {
            switch (random.nextInt(10)) {
                case 0 -> log.welcome("s" + random.nextInt());
                case 1 -> lose();
                case 2 -> log.ready = !log.ready;
                case 3 -> {
                    log.ready = true;
                    log.listener().onReady();
                }
                case 4, 5 -> decide();
                case 6 -> submit(SessionLog.submission(Outgoing.join("room" + random.nextInt(3))));
                case 7 -> submit(SessionLog.submission(Outgoing.leave("room" + random.nextInt(3))));
                default -> submit(SessionLog.message("text"));
            }
        }

        void submit(Submission submission) {
            all.add(submission);
            log.machine.submit(submission);
        }

        void lose() {
            log.lose();
            log.written.clear();
            decided = 0;
        }

        /** Decides the next frames: refuses some, then acks all of them. */
        void decide() {
            long upTo = decided + random.nextInt(4);
            while (decided < Math.min(upTo, log.written.size())) {
                decided++;
                if (random.nextInt(4) == 0) {
                    List<Long> about = List.of(decided);
                    log.tell(to -> to.handleNotice(SessionLog.refusal(Notice.Code.RATE_LIMITED), about));
                }
            }
            log.listener().onAck(decided);
        }

        void stop() {
            log.machine.close();
            log.listener().onEnd(StreamEnd.completed());
        }
    }

    @Property
    void everySubmissionHasExactlyOneResult(@ForAll long seed) {
        World world = new World(seed);
        world.log.machine.connect();
        for (int i = 0; i < 200; i++) {
            world.step();
        }

        world.stop();

        for (Submission submission : world.all) {
            assertThat(world.log.result(submission)).isNotNull();
        }
        assertThat(world.log.results).hasSize(world.all.size());
    }

    @Property
    void frames_areNumberedFromOneWithoutAGapInTheOrderOfSubmission(@ForAll long seed) {
        World world = new World(seed);
        List<Outgoing> submitted = new ArrayList<>();
        world.log.welcome("s1");
        for (int i = 0; i < 100; i++) {
            Submission submission = SessionLog.message("text " + i);
            submitted.add(submission.frame());
            world.log.ready = world.random.nextBoolean();
            world.submit(submission);
            if (world.random.nextInt(3) == 0) {
                world.decide();
            }
        }
        world.log.ready = true;
        world.log.listener().onReady();

        for (int i = 0; i < 100; i++) {
            assertThat(world.log.written.get(i).seq()).isEqualTo(i + 1);
            assertThat(world.log.written.get(i).frame()).isSameAs(submitted.get(i));
        }
    }

    @Property
    void result_saysWhatReallyHappened(@ForAll long seed) {
        World world = new World(seed);
        world.log.welcome("s1");
        Map<Submission, Integer> order = new HashMap<>();
        for (int i = 0; i < 50; i++) {
            Submission submission = SessionLog.message("text");
            order.put(submission, i);
            world.log.ready = world.random.nextInt(4) != 0;
            world.submit(submission);
        }
        world.decide();
        long decided = world.decided;
        int written = world.log.written.size();

        world.stop();

        order.forEach((submission, index) -> {
            SendResult result = Objects.requireNonNull(world.log.result(submission));
            if (index < decided) {
                assertThat(result.status()).isIn(SendResult.Status.TAKEN, SendResult.Status.REFUSED);
            } else if (index < written) {
                assertThat(result).isEqualTo(SendResult.UNCONFIRMED);
            } else {
                assertThat(result.notSentReason()).isEqualTo(NotSentReason.STOPPED);
            }
        });
    }
}

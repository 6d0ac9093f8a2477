package dev.beckon.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulator finds faults: each of these is put into the core or the client, and must be found. */
class MutationTest {

    private static final int SEEDS = 300;

    @ParameterizedTest
    @MethodSource("mutants")
    void fault_isFound(Mutant mutant, @TempDir Path folder) throws Exception {
        String failure = mutant.firstFailure(folder, SEEDS);

        System.out.println(mutant + ": " + failure.substring(0, Math.min(160, failure.length())));
        assertThat(failure).as(mutant.what()).isNotEmpty();
    }

    static Stream<Mutant> mutants() {
        return Stream.of(delivery(), coming(), state(), client()).flatMap(each -> each);
    }

    private static Stream<Mutant> delivery() {
        return Stream.of(
                Mutant.server(
                        "duplicates are not dropped",
                        "Inbox.java",
                        "            frame.receipt().decided(lastDecided);\n            return false;\n",
                        "            return true;\n"),
                Mutant.server(
                        "the mailbox is trimmed when a stream takes an event, not when it is acknowledged",
                        "SessionMailbox.java",
                        "        given.add(entry);\n",
                        "        forget(entry);\n"),
                Mutant.server(
                        "the replay is in the wrong order",
                        "SessionMailbox.java",
                        "waiting.addFirst(entry);",
                        "waiting.addLast(entry);"),
                Mutant.server(
                        "what was left in a mailbox is not reported",
                        "Outcomes.java",
                        "groups.forEach((group, seqs) -> senders.report(",
                        "groups.forEach((group, seqs) -> java.util.Objects.hash("),
                Mutant.server(
                        "what was written is reported as undelivered",
                        "Outcomes.java",
                        "group.written() ? Refusal.unconfirmed(owner) : Refusal.undelivered(owner)",
                        "Refusal.undelivered(owner)"));
    }

    private static Stream<Mutant> coming() {
        return Stream.of(Mutant.server(
                "a notice for a client that is away is dropped",
                "Outbound.java",
                "        mailbox.add(notice);\n",
                "        if (stream != null) {\n            mailbox.add(notice);\n        }\n"));
    }

    private static Stream<Mutant> state() {
        return Stream.of(
                Mutant.server(
                        "signals pass before the snapshots of their rooms",
                        "Outbound.java",
                        "if (stream == null || !stream.state().isComplete()) {",
                        "if (stream == null) {"),
                Mutant.server(
                        "the peer id is given back while a frame is in work",
                        "Tenure.java",
                        "if (!deciding && !isWorking && !released) {",
                        "if (!deciding && !released) {"),
                Mutant.server(
                        "an older word on a peer's presence counts",
                        "Watches.java",
                        "if (known != null && known.version() > news.version()) {",
                        "if (known == null && news.version() < 0) {"),
                Mutant.server(
                        "a session with a debt is never shown live or away again",
                        "Standing.java",
                        "            timer.start(Duration.ofNanos(wait), this::tell);\n",
                        "            timer.stop();\n"),
                Mutant.server(
                        "the ack overtakes a notice that waits",
                        "Outbound.java",
                        "if (stream != null && decided != 0 && !mailbox.isNoticeWaiting()) {",
                        "if (stream != null && decided != 0) {"),
                Mutant.server(
                        "a mailbox has no limit of events",
                        "SessionMailbox.java",
                        "return limits.events() - signals;",
                        "return Integer.MAX_VALUE;"),
                Mutant.server(
                        "a sender's part of the mailboxes' budget is not given back when its signal is refused",
                        "SessionMailbox.java",
                        "            budget.giveSent(envelope.subject(), beyond);\n",
                        ""));
    }

    private static Stream<Mutant> client() {
        return Stream.of(
                Mutant.client(
                        "what was sent in a lost session is sent again in the next one",
                        "Session.java",
                        "return isWish && !submission.isOfLibrary();",
                        "return !submission.isOfLibrary();"),
                Mutant.client(
                        "a watch that was refused for the moment is not repeated",
                        "WatchedPeers.java",
                        "        } else if (missing) {\n",
                        "        } else if (missing && watched.isEmpty()) {\n"),
                Mutant.client(
                        "an event that was seen is told again",
                        "Inbox.java",
                        "            return Step.SEEN;",
                        "            return Step.NEXT;"));
    }
}

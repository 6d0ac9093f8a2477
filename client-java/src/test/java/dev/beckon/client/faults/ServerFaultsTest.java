package dev.beckon.client.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.client.SignalingException;
import dev.beckon.client.SignalingException.Reason;
import dev.beckon.client.outcome.Notice;
import dev.beckon.client.outcome.SendResult;
import dev.beckon.client.testing.RealServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The server itself ends in the middle of traffic. On one node the sessions end with it; what is said about that is true. */
@Tag("faults")
class ServerFaultsTest {

    private static final int PEERS = 10;
    private static final int BETWEEN_FAULTS = 500;

    private static final List<Account> accounts = new ArrayList<>();

    private RealServer server;
    private final Traffic traffic = new Traffic();

    @BeforeEach
    void start() throws IOException {
        server = RealServer.start("--drain", "2s", "--drain-spread", "500ms");
        traffic.add("peer", PEERS, server.target());
        traffic.start(100);
        traffic.awaitHeard(BETWEEN_FAULTS);
    }

    @AfterEach
    void close() {
        traffic.close();
        server.close();
    }

    @AfterAll
    static void printAccounts() {
        System.out.println(Account.head());
        accounts.forEach(System.out::println);
    }

    private void restart() throws IOException {
        int port = server.port();
        server.close();
        server = RealServer.start(port);
        traffic.await("all have a session at the new server", () -> traffic.all().stream()
                .allMatch(peer -> peer.sessions() == 2 && peer.isLive()));
    }

    private void settle(String fault) {
        traffic.awaitHeard(BETWEEN_FAULTS);
        traffic.stop();
        traffic.awaitSettled();
        Account account = Account.of(fault, traffic);
        accounts.add(account);
        assertThat(account.lost()).as(account.toString()).isZero();
        assertThat(account.doubled()).as(account.toString()).isZero();
        assertThat(account.disordered()).as(account.toString()).isZero();
        assertThat(account.resyncs()).as(account.toString()).isEqualTo(PEERS);
        assertThat(account.refusals().keySet())
                .as(account.toString())
                .isSubsetOf(Notice.Code.PEER_UNAVAILABLE, Notice.Code.UNDELIVERED, Notice.Code.UNCONFIRMED);
        assertThat(traffic.messages())
                .filteredOn(Message::isKnownToFail)
                .extracting(Message::failure)
                .filteredOn(failure -> failure != null && failure.notice() == null)
                .allMatch(SendResult.UNCONFIRMED::equals);
    }

    @Test
    void killed_clientsReportWhatTheyDoNotKnow_andBeginAnew() throws IOException {
        server.kill();
        traffic.await("all notice", () -> traffic.all().stream().noneMatch(TrafficPeer::isLive));
        restart();

        settle("server killed (SIGKILL)");
    }

    @Test
    void terminated_saysGoodbye_sendersLearnTheFateOfTheirSignals() throws IOException {
        int exitCode = server.terminate();
        restart();

        settle("server terminated (SIGTERM)");
        assertThat(exitCode).isIn(0, 143);
        assertThat(traffic.all().stream().flatMap(peer -> peer.losses().stream()))
                .extracting(SignalingException::reason)
                .containsOnly(Reason.SHUTDOWN);
    }
}

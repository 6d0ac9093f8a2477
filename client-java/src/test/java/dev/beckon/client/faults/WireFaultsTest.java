package dev.beckon.client.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.client.SignalingException;
import dev.beckon.client.SignalingException.Reason;
import dev.beckon.client.faults.Toxiproxy.Direction;
import dev.beckon.client.outcome.Notice;
import dev.beckon.client.testing.RealServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The way to the server fails in the middle of traffic: nothing is lost in silence, nothing comes twice. Half of the peers
 * go that way, the others go straight to the server.
 */
@Tag("faults")
class WireFaultsTest {

    private static final int PEERS_EACH = 6;
    private static final int BETWEEN_FAULTS = 200;

    private static final List<Account> accounts = new ArrayList<>();
    private static RealServer server;

    private Toxiproxy way;
    private Traffic traffic;

    @BeforeAll
    static void startServer() throws IOException {
        server = RealServer.start(
                "--native-heartbeat",
                "300ms",
                "--native-client-heartbeat",
                "300ms",
                "--native-dead-after",
                "800ms",
                "--resume-window-native",
                "3s",
                "--max-frame-bytes",
                "64KiB",
                "--max-sdp-bytes",
                "32KiB",
                "--max-data-bytes",
                "32KiB",
                "--max-outbound-bytes",
                "64KiB",
                "--max-mailbox-bytes",
                "256KiB",
                "--slow-after",
                "500ms");
    }

    @AfterAll
    static void stopServer() {
        server.close();
        System.out.println(Account.head());
        accounts.forEach(System.out::println);
    }

    @BeforeEach
    void openWay() throws IOException {
        way = new Toxiproxy(server.port());
        traffic = new Traffic();
    }

    @AfterEach
    void closeAll() {
        traffic.close();
        way.close();
    }

    private List<TrafficPeer> start(int messageBytes) {
        traffic.add("near", PEERS_EACH, server.target());
        traffic.add("far", PEERS_EACH, way.target());
        traffic.start(messageBytes);
        traffic.awaitHeard(BETWEEN_FAULTS);
        return traffic.those("far");
    }

    private Account settle(String fault) {
        traffic.awaitHeard(BETWEEN_FAULTS);
        traffic.stop();
        traffic.awaitSettled();
        Account account = Account.of(fault, traffic);
        accounts.add(account);
        assertThat(account.lost()).as(account.toString()).isZero();
        assertThat(account.doubled()).as(account.toString()).isZero();
        assertThat(account.disordered()).as(account.toString()).isZero();
        assertThat(traffic.those("near")).allMatch(peer -> peer.sessions() == 1);
        return account;
    }

    /** All sessions went on: everything that was said was delivered, or refused for one of these reasons. */
    private void assertLossless(Account account, Notice.Code... refusals) {
        assertThat(account.resyncs()).as(account.toString()).isZero();
        assertThat(traffic.messages())
                .filteredOn(Message::isNoticed)
                .as(account.toString())
                .isEmpty();
        assertThat(account.delivered() + account.failed())
                .as(account.toString())
                .isEqualTo(account.said());
        assertThat(account.refusals().keySet()).as(account.toString()).isSubsetOf(List.of(refusals));
        assertThat(account.failed())
                .as(account.toString())
                .isEqualTo(account.refusals().values().stream()
                        .mapToLong(Long::longValue)
                        .sum());
    }

    private void awaitGone(List<TrafficPeer> peers) {
        traffic.await("streams are lost", () -> peers.stream().noneMatch(TrafficPeer::isLive));
    }

    private void awaitBack(List<TrafficPeer> peers) {
        traffic.await("all are back", () -> peers.stream().allMatch(TrafficPeer::isLive));
    }

    private static List<Reason> reasons(List<TrafficPeer> peers) {
        return peers.stream()
                .flatMap(peer -> peer.losses().stream())
                .map(SignalingException::reason)
                .distinct()
                .toList();
    }

    @Test
    void cutFiveTimes_everythingArrives() {
        List<TrafficPeer> far = start(100);

        for (int cut = 1; cut <= 5; cut++) {
            way.shut();
            awaitGone(far);
            way.open();
            awaitBack(far);
            traffic.awaitHeard(BETWEEN_FAULTS);
        }

        Account account = settle("cut (FIN), 5 times");
        assertLossless(account);
        assertThat(account.resumes()).isEqualTo(5L * PEERS_EACH);
    }

    @Test
    void stall_isNoticedByBothSides_everythingArrives() {
        List<TrafficPeer> far = start(100);

        way.swallow(Direction.TO_SERVER);
        way.swallow(Direction.TO_CLIENTS);
        awaitGone(far);
        way.mend(Direction.TO_SERVER);
        way.mend(Direction.TO_CLIENTS);
        awaitBack(far);

        assertLossless(settle("stall, both directions"));
        assertThat(reasons(far)).contains(Reason.SERVER_SILENT);
    }

    @Test
    void halfOpenToTheServer_isNoticedByTheServer_everythingArrives() {
        List<TrafficPeer> far = start(100);

        way.swallow(Direction.TO_SERVER);
        awaitGone(far);
        way.mend(Direction.TO_SERVER);
        awaitBack(far);

        assertLossless(settle("half-open, clients unheard"));
        assertThat(reasons(far)).contains(Reason.HEARTBEAT_MISSED);
    }

    @Test
    void halfOpenToTheClients_isNoticedByTheClients_everythingArrives() {
        List<TrafficPeer> far = start(100);

        way.swallow(Direction.TO_CLIENTS);
        awaitGone(far);
        way.mend(Direction.TO_CLIENTS);
        awaitBack(far);

        assertLossless(settle("half-open, server unheard"));
        assertThat(reasons(far)).contains(Reason.SERVER_SILENT);
    }

    @Test
    void slowReaders_costTheirSendersRefusals_andNothingElse() {
        List<TrafficPeer> far = start(2_000);

        way.throttle(Direction.TO_CLIENTS, 20);
        traffic.await("a sender is refused", () -> traffic.failed() > 0);
        way.mend(Direction.TO_CLIENTS);
        awaitBack(far);

        assertLossless(settle("slow readers, 20 KB/s"), Notice.Code.MAILBOX_FULL);
    }

    @Test
    void slowUplinks_everythingArrives() {
        start(2_000);

        way.throttle(Direction.TO_SERVER, 20);
        // At this rate, what waits in a client takes longer than the silence after which the server ends a stream.
        traffic.awaitHeard(BETWEEN_FAULTS);
        way.mend(Direction.TO_SERVER);

        assertLossless(settle("slow uplinks, 20 KB/s"), Notice.Code.MAILBOX_FULL);
    }

    @Test
    void awayForTooLong_senderIsTold_whoComesBackBeginsAnew() {
        List<TrafficPeer> far = start(100);

        way.shut();
        // Not all sessions end at once, and one that has not is resumed.
        traffic.await("a sender is told for each", () -> far.stream().allMatch(traffic::isUnreached));
        way.open();
        traffic.await("all have a new session", () -> far.stream().allMatch(peer -> peer.sessions() == 2));
        awaitBack(far);

        Account account = settle("cut for longer than the window");
        assertThat(account.resyncs()).isEqualTo(PEERS_EACH);
        assertThat(account.noticed()).isPositive();
        assertThat(account.refusals().keySet()).isSubsetOf(Notice.Code.PEER_UNAVAILABLE, Notice.Code.MAILBOX_FULL);
    }
}

package dev.beckon.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.client.outcome.Notice;
import dev.beckon.client.outcome.SendResult;
import dev.beckon.client.outcome.SendResult.NotSentReason;
import dev.beckon.client.room.LeaveReason;
import dev.beckon.client.room.MemberUpdate;
import dev.beckon.client.room.Room;
import dev.beckon.client.signal.Address;
import dev.beckon.client.signal.Data;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SessionTest {

    private final SessionLog log = new SessionLog();
    private Session session = log.session();

    private Submission submit(Submission submission) {
        session.submit(submission);
        return submission;
    }

    private Submission join(String room) {
        return submit(SessionLog.submission(Outgoing.join(room)));
    }

    private Submission leave(String room) {
        return submit(SessionLog.submission(Outgoing.leave(room)));
    }

    private void welcome() {
        session.handleWelcome(SessionLog.welcome("s1"));
    }

    private void lose() {
        session.end(NotSentReason.SESSION_LOST);
        session = log.session();
    }

    private void snapshot(long version, String... peers) {
        session.handleSnapshot(room(version, peers), false);
    }

    private static Room room(long version, String... peers) {
        return new Room(
                "lobby",
                version,
                List.of(peers).stream().map(SessionLog::member).toList());
    }

    @Test
    void nothingIsWrittenBeforeTheWelcome() {
        submit(SessionLog.message("early"));
        assertThat(log.written).isEmpty();

        welcome();

        assertThat(log.written).extracting(SessionLog.Written::seq).containsExactly(1L);
        assertThat(log.events).containsExactly("started s1", "ice");
    }

    @Test
    void secondWelcome_changesNothing() {
        welcome();
        session.handleWelcome(SessionLog.welcome("s2"));

        assertThat(log.events).containsExactly("started s1", "ice");
    }

    @Test
    void streamThatIsNotReady_isNotWrittenTo() {
        welcome();
        log.ready = false;
        Submission waiting = submit(SessionLog.message("waits"));
        assertThat(log.written).isEmpty();
        assertThat(session.isFlushed()).isFalse();

        log.ready = true;
        session.pump();

        assertThat(log.written).hasSize(1);
        assertThat(session.isFlushed()).isTrue();
        assertThat(log.result(waiting)).isNull();
    }

    @Test
    void ack_isCumulativeAndRepeatsAreHarmless() {
        welcome();
        Submission first = submit(SessionLog.message("1"));
        Submission second = submit(SessionLog.message("2"));
        Submission third = submit(SessionLog.message("3"));

        session.handleAck(2);
        session.handleAck(2);
        session.handleAck(1);

        assertThat(log.result(first)).isEqualTo(SendResult.TAKEN);
        assertThat(log.result(second)).isEqualTo(SendResult.TAKEN);
        assertThat(log.result(third)).isNull();
    }

    @Test
    void noticeForTwoFrames_refusesBoth() {
        welcome();
        Submission first = submit(SessionLog.message("1"));
        Submission second = submit(SessionLog.message("2"));

        session.handleNotice(SessionLog.refusal(Notice.Code.PEER_UNAVAILABLE), List.of(1L, 2L));
        session.handleAck(2);

        assertThat(Objects.requireNonNull(log.result(first)).status()).isEqualTo(SendResult.Status.REFUSED);
        assertThat(Objects.requireNonNull(log.result(second)).status()).isEqualTo(SendResult.Status.REFUSED);
        assertThat(log.events).doesNotContain("notice PEER_UNAVAILABLE");
    }

    @Test
    void noticeAboutAFrameThatWasTakenLongAgo_isReportedAsSuch() {
        welcome();
        submit(SessionLog.message("1"));
        session.handleAck(1);

        session.handleNotice(SessionLog.refusal(Notice.Code.UNCONFIRMED), List.of(1L));

        assertThat(log.events).contains("notice UNCONFIRMED");
    }

    @Test
    void lostSession_tellsSentFromUnsent() {
        welcome();
        Submission sent = submit(SessionLog.message("sent"));
        log.ready = false;
        Submission unsent = submit(SessionLog.message("unsent"));

        lose();

        assertThat(log.result(sent)).isEqualTo(SendResult.UNCONFIRMED);
        assertThat(Objects.requireNonNull(log.result(unsent)).notSentReason()).isEqualTo(NotSentReason.SESSION_LOST);
    }

    @Test
    void oversizedFrame_isRefusedAndTakesNoNumber() {
        welcome();
        Submission large = submit(SessionLog.message("x".repeat(524_288)));
        submit(SessionLog.message("small"));

        Notice notice =
                Objects.requireNonNull(Objects.requireNonNull(log.result(large)).notice());
        assertThat(notice.code()).isEqualTo(Notice.Code.TOO_LARGE);
        assertThat(notice.fieldViolations()).hasSize(1);
        assertThat(log.written).extracting(SessionLog.Written::seq).containsExactly(1L);
    }

    @Test
    void deltas_followTheSnapshot() {
        welcome();
        join("lobby");
        snapshot(7, "me", "ann");

        session.handlePeerJoined("lobby", 8, SessionLog.member("bob"));
        session.handlePeerLeft("lobby", 9, "ann", "s-ann", LeaveReason.BYE);

        assertThat(log.events).endsWith("snapshot 7", "joined bob 8", "left ann BYE 9");
        assertThat(Objects.requireNonNull(log.rooms.get("lobby")).members())
                .containsExactly(SessionLog.member("me"), SessionLog.member("bob"));
    }

    @Test
    void splitSnapshot_isToldWhenItIsWhole() {
        welcome();
        join("lobby");
        session.handleSnapshot(room(7, "me", "ann"), true);
        assertThat(log.rooms).isEmpty();

        session.handleSnapshot(room(7, "bob"), false);

        assertThat(log.rooms.get("lobby")).isEqualTo(room(7, "me", "ann", "bob"));
    }

    @Test
    void gap_isAnsweredByJoiningAgainOnce() {
        welcome();
        join("lobby");
        session.handleAck(1);
        snapshot(7, "me");

        session.handlePeerJoined("lobby", 9, SessionLog.member("bob"));
        session.handlePeerJoined("lobby", 12, SessionLog.member("cid"));
        assertThat(log.joins("lobby")).isEqualTo(2);
        snapshot(12, "me", "ann", "bob", "cid");
        session.handlePeerJoined("lobby", 12, SessionLog.member("cid"));

        assertThat(log.joins("lobby")).isEqualTo(2);
        assertThat(log.events).endsWith("snapshot 7", "snapshot 12");
    }

    @Test
    void deltaAmidASplitSnapshot_isAGap() {
        welcome();
        join("lobby");
        session.handleSnapshot(room(7, "me"), true);

        session.handlePeerJoined("lobby", 8, SessionLog.member("bob"));

        assertThat(log.joins("lobby")).isEqualTo(2);
        assertThat(log.rooms).isEmpty();
    }

    @Test
    void refusedRejoin_isToldAndTheRoomIsNoLongerWanted() {
        welcome();
        join("lobby");
        session.handleAck(1);
        snapshot(7, "me");
        lose();
        welcome();
        assertThat(log.joins("lobby")).isEqualTo(2);

        session.handleNotice(SessionLog.refusal(Notice.Code.ROOM_FULL), List.of(1L));
        lose();
        welcome();

        assertThat(log.events).contains("room lost lobby ROOM_FULL");
        assertThat(log.joins("lobby")).isEqualTo(2);
    }

    @Test
    void refusedSecondJoin_leavesTheMembershipAlone() {
        welcome();
        join("lobby");
        session.handleAck(1);
        snapshot(7, "me");
        Submission again = join("lobby");

        session.handleNotice(SessionLog.refusal(Notice.Code.RATE_LIMITED), List.of(2L));
        session.handlePeerJoined("lobby", 8, SessionLog.member("bob"));

        assertThat(Objects.requireNonNull(log.result(again)).status()).isEqualTo(SendResult.Status.REFUSED);
        assertThat(log.events).endsWith("joined bob 8");
        lose();
        welcome();
        assertThat(log.joins("lobby")).isEqualTo(3);
    }

    @Test
    void joinInFlight_waitsForTheNextSession() {
        welcome();
        Submission join = join("lobby");
        lose();
        assertThat(log.result(join)).isNull();

        welcome();
        session.handleAck(1);

        assertThat(log.result(join)).isEqualTo(SendResult.TAKEN);
        assertThat(log.joins("lobby")).isEqualTo(2);
    }

    @Test
    void leaveInFlight_isDoneWhenTheSessionIsLost() {
        welcome();
        join("lobby");
        session.handleAck(1);
        Submission leave = leave("lobby");

        lose();
        welcome();

        assertThat(log.result(leave)).isEqualTo(SendResult.TAKEN);
        assertThat(log.joins("lobby")).isEqualTo(1);
    }

    @Test
    void leaveBetweenSessions_cancelsTheJoin() {
        Submission join = join("lobby");
        Submission leave = leave("lobby");

        welcome();

        assertThat(Objects.requireNonNull(log.result(join)).notSentReason()).isEqualTo(NotSentReason.LEFT);
        assertThat(log.result(leave)).isEqualTo(SendResult.TAKEN);
        assertThat(log.written).isEmpty();
    }

    @Test
    void peerLeftAboutOneself_endsTheMembership() {
        welcome();
        join("lobby");
        session.handleAck(1);
        snapshot(7, "me");

        session.handlePeerLeft("lobby", 8, "me", "s1", LeaveReason.LEFT);
        session.handlePeerJoined("lobby", 9, SessionLog.member("bob"));
        lose();
        welcome();

        assertThat(log.events).contains("room left lobby LEFT").doesNotContain("joined bob 9");
        assertThat(log.joins("lobby")).isEqualTo(1);
    }

    @Test
    void peerLeftAboutAnEarlierSessionOfOneself_isAnOrdinaryDelta() {
        welcome();
        join("lobby");
        snapshot(7, "me", "ann");

        session.handlePeerLeft("lobby", 8, "ann", "s-ann", LeaveReason.GONE);
        session.handlePeerLeft("lobby", 9, "me", "s0", LeaveReason.GONE);

        assertThat(log.events).doesNotContain("room left lobby GONE");
    }

    @Test
    void takenUpdates_changeTheProfile() {
        welcome();
        submit(SessionLog.submission(Outgoing.update(
                MemberUpdate.displayName("Me").andAttribute("a", "1").andAttribute("b", "2"))));
        submit(SessionLog.submission(Outgoing.update(MemberUpdate.withoutAttribute("a"))));
        submit(SessionLog.submission(Outgoing.update(MemberUpdate.attribute("c", "refused"))));
        session.handleNotice(SessionLog.refusal(Notice.Code.TOO_LARGE), List.of(3L));
        session.handleAck(3);

        assertThat(log.profile.displayName()).isEqualTo("Me");
        assertThat(log.profile.attributes()).containsExactlyEntriesOf(java.util.Map.of("b", "2"));
    }

    @Test
    void joinAfterLeave_isWantedStill_whenTheLeaveIsConfirmed() {
        welcome();
        join("lobby");
        snapshot(1, "me");
        session.handleAck(1);
        leave("lobby");
        join("lobby");

        session.handlePeerLeft("lobby", 2, "me", "s1", LeaveReason.LEFT);
        lose();
        log.written.clear();
        welcome();

        assertThat(log.written)
                .extracting(written -> written.frame().joinedRoom())
                .containsExactly("lobby");
    }

    @Test
    void sizes_countBytesOfUtf8() {
        assertThat(Utf8.length("aé€😀")).isEqualTo("aé€😀".getBytes(java.nio.charset.StandardCharsets.UTF_8).length);
        assertThat(Outgoing.signal(Address.peer("b"), Data.bytes("", new byte[1000]))
                        .sizeBytes())
                .isBetween(1000, 1200);
    }
}

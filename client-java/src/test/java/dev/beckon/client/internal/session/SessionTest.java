package dev.beckon.client.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.client.outcome.Notice;
import dev.beckon.client.outcome.SendResult;
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

    private Submission submit(Submission submission) {
        log.machine.submit(submission);
        return submission;
    }

    private Submission join(String room) {
        return submit(SessionLog.submission(Outgoing.join(room)));
    }

    private Submission leave(String room) {
        return submit(SessionLog.submission(Outgoing.leave(room)));
    }

    private void welcome() {
        log.welcome("s1");
    }

    private void lose() {
        log.lose();
    }

    private void snapshot(long version, String... peers) {
        log.tell(to -> to.handleSnapshot(room(version, peers), false, Long.MAX_VALUE));
    }

    private static Room room(long version, String... peers) {
        return new Room(
                "lobby",
                version,
                List.of(peers).stream().map(SessionLog::member).toList());
    }

    @Test
    void secondWelcome_changesNothing() {
        welcome();
        log.welcome("s2");

        assertThat(log.events).containsExactly("CONNECTING", "session s1 NEW", "ice", "LIVE");
    }

    @Test
    void ack_isCumulativeAndRepeatsAreHarmless() {
        welcome();
        Submission first = submit(SessionLog.message("1"));
        Submission second = submit(SessionLog.message("2"));
        Submission third = submit(SessionLog.message("3"));

        log.listener().onAck(2);
        log.listener().onAck(2);
        log.listener().onAck(1);

        assertThat(log.result(first)).isEqualTo(SendResult.TAKEN);
        assertThat(log.result(second)).isEqualTo(SendResult.TAKEN);
        assertThat(log.result(third)).isNull();
    }

    @Test
    void noticeForTwoFrames_refusesBoth() {
        welcome();
        Submission first = submit(SessionLog.message("1"));
        Submission second = submit(SessionLog.message("2"));

        log.tell(to -> to.handleNotice(SessionLog.refusal(Notice.Code.PEER_UNAVAILABLE), List.of(1L, 2L)));
        log.listener().onAck(2);

        assertThat(Objects.requireNonNull(log.result(first)).status()).isEqualTo(SendResult.Status.REFUSED);
        assertThat(Objects.requireNonNull(log.result(second)).status()).isEqualTo(SendResult.Status.REFUSED);
        assertThat(log.events).doesNotContain("notice PEER_UNAVAILABLE");
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

        log.tell(to -> to.handlePeerJoined("lobby", 8, SessionLog.member("bob")));
        log.tell(to -> to.handlePeerLeft("lobby", 9, "ann", "s-ann", LeaveReason.BYE));

        assertThat(log.events).endsWith("snapshot 7", "joined bob 8", "left ann BYE 9");
        assertThat(Objects.requireNonNull(log.rooms.get("lobby")).members())
                .containsExactly(SessionLog.member("me"), SessionLog.member("bob"));
    }

    @Test
    void splitSnapshot_isToldWhenItIsWhole() {
        welcome();
        join("lobby");
        log.tell(to -> to.handleSnapshot(room(7, "me", "ann"), true, 0));
        assertThat(log.rooms).isEmpty();

        log.tell(to -> to.handleSnapshot(room(7, "bob"), false, 0));

        assertThat(log.rooms.get("lobby")).isEqualTo(room(7, "me", "ann", "bob"));
    }

    @Test
    void gap_isAnsweredByJoiningAgainOnce() {
        welcome();
        join("lobby");
        log.listener().onAck(1);
        snapshot(7, "me");

        log.tell(to -> to.handlePeerJoined("lobby", 9, SessionLog.member("bob")));
        log.tell(to -> to.handlePeerJoined("lobby", 12, SessionLog.member("cid")));
        assertThat(log.joins("lobby")).isEqualTo(2);
        snapshot(12, "me", "ann", "bob", "cid");
        log.tell(to -> to.handlePeerJoined("lobby", 12, SessionLog.member("cid")));

        assertThat(log.joins("lobby")).isEqualTo(2);
        assertThat(log.events).endsWith("snapshot 7", "snapshot 12");
    }

    @Test
    void deltaAmidASplitSnapshot_isAGap() {
        welcome();
        join("lobby");
        log.tell(to -> to.handleSnapshot(room(7, "me"), true, 0));

        log.tell(to -> to.handlePeerJoined("lobby", 8, SessionLog.member("bob")));

        assertThat(log.joins("lobby")).isEqualTo(2);
        assertThat(log.rooms).isEmpty();
    }

    @Test
    void refusedSecondJoin_leavesTheMembershipAlone() {
        welcome();
        join("lobby");
        log.listener().onAck(1);
        snapshot(7, "me");
        Submission again = join("lobby");

        log.tell(to -> to.handleNotice(SessionLog.refusal(Notice.Code.RATE_LIMITED), List.of(2L)));
        log.tell(to -> to.handlePeerJoined("lobby", 8, SessionLog.member("bob")));

        assertThat(Objects.requireNonNull(log.result(again)).status()).isEqualTo(SendResult.Status.REFUSED);
        assertThat(log.events).endsWith("joined bob 8");
        lose();
        welcome();
        assertThat(log.joins("lobby")).isEqualTo(3);
    }

    @Test
    void peerLeftAboutOneself_endsTheMembership() {
        welcome();
        join("lobby");
        log.listener().onAck(1);
        snapshot(7, "me");

        log.tell(to -> to.handlePeerLeft("lobby", 8, "me", "s1", LeaveReason.LEFT));
        log.tell(to -> to.handlePeerJoined("lobby", 9, SessionLog.member("bob")));
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

        log.tell(to -> to.handlePeerLeft("lobby", 8, "ann", "s-ann", LeaveReason.GONE));
        log.tell(to -> to.handlePeerLeft("lobby", 9, "me", "s0", LeaveReason.GONE));

        assertThat(log.events).doesNotContain("room left lobby GONE");
    }

    @Test
    void takenUpdates_changeTheProfile() {
        welcome();
        submit(SessionLog.submission(Outgoing.update(
                MemberUpdate.displayName("Me").andAttribute("a", "1").andAttribute("b", "2"))));
        submit(SessionLog.submission(Outgoing.update(MemberUpdate.withoutAttribute("a"))));
        submit(SessionLog.submission(Outgoing.update(MemberUpdate.attribute("c", "refused"))));
        log.tell(to -> to.handleNotice(SessionLog.refusal(Notice.Code.TOO_LARGE), List.of(3L)));
        log.listener().onAck(3);

        assertThat(log.profile.displayName()).isEqualTo("Me");
        assertThat(log.profile.attributes()).containsExactlyEntriesOf(java.util.Map.of("b", "2"));
    }

    @Test
    void joinAfterLeave_isWantedStill_whenTheLeaveIsConfirmed() {
        welcome();
        join("lobby");
        snapshot(1, "me");
        log.listener().onAck(1);
        leave("lobby");
        join("lobby");

        log.tell(to -> to.handlePeerLeft("lobby", 2, "me", "s1", LeaveReason.LEFT));
        lose();
        log.written.clear();
        welcome();

        assertThat(log.written)
                .extracting(written -> written.frame().joinedRoom())
                .containsExactly("lobby");
    }

    @Test
    void joinAfterLeave_isWantedStill_whenTheSnapshotIsFasterThanTheAcks() {
        welcome();
        join("lobby");
        snapshot(1, "me");
        log.listener().onAck(1);
        leave("lobby");
        join("lobby");

        snapshot(3, "me");
        log.listener().onAck(3);
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

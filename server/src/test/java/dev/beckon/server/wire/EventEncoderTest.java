package dev.beckon.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.beckon.server.core.message.ServerEvent;
import dev.beckon.server.core.peer.Member;
import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.Profile;
import dev.beckon.server.core.peer.RoomId;
import dev.beckon.server.core.peer.SessionId;
import dev.beckon.v1.Event;
import dev.beckon.v1.MemberUpdated;
import dev.beckon.v1.PeerJoined;
import dev.beckon.v1.PeerLeft;
import dev.beckon.v1.RoomSnapshot;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventEncoderTest {

    private static final Member ALICE =
            new Member(new PeerId("alice"), new SessionId("s1"), new Profile("Alice", Map.of("hand", "up")), true);

    private static final dev.beckon.v1.Member ALICE_ON_THE_WIRE = dev.beckon.v1.Member.newBuilder()
            .setPeerId("alice")
            .setSessionId("s1")
            .setState(dev.beckon.v1.Member.State.AWAY)
            .setDisplayName("Alice")
            .putAttributes("hand", "up")
            .build();

    @Test
    void deltas_areOnTheWireWhatTheContractSays_andEncodedOnceForAll() throws Exception {
        RoomId lobby = new RoomId("lobby");
        assertEncodedOnce(
                new ServerEvent.PeerJoined(lobby, 7, ALICE),
                Event.newBuilder()
                        .setPeerJoined(PeerJoined.newBuilder()
                                .setRoom("lobby")
                                .setVersion(7)
                                .setMember(ALICE_ON_THE_WIRE)));
        assertEncodedOnce(
                new ServerEvent.MemberUpdated(lobby, 8, ALICE),
                Event.newBuilder()
                        .setMemberUpdated(MemberUpdated.newBuilder()
                                .setRoom("lobby")
                                .setVersion(8)
                                .setMember(ALICE_ON_THE_WIRE)));
        assertEncodedOnce(
                new ServerEvent.PeerLeft(lobby, 9, ALICE.peer(), ALICE.session(), ServerEvent.LeaveReason.BYE),
                Event.newBuilder()
                        .setPeerLeft(PeerLeft.newBuilder()
                                .setRoom("lobby")
                                .setVersion(9)
                                .setPeerId("alice")
                                .setSessionId("s1")
                                .setReason(PeerLeft.Reason.BYE)));
    }

    private static void assertEncodedOnce(ServerEvent event, Event.Builder onTheWire) throws Exception {
        Event encoded = EventEncoder.encode(event, "").getFirst();

        assertThat(Event.parseFrom(encoded.toByteString())).isEqualTo(onTheWire.build());
        assertThat(EventEncoder.encode(event, "").getFirst()).isSameAs(encoded);
    }

    @Test
    void snapshots_shareTheirMembersBytes() throws Exception {
        RoomId lobby = new RoomId("lobby");
        List<Event> first = EventEncoder.encode(new ServerEvent.RoomSnapshot(lobby, 1, List.of(ALICE), 5), "");
        List<Event> second = EventEncoder.encode(new ServerEvent.RoomSnapshot(lobby, 2, List.of(ALICE), 0), "");

        assertThat(memberBytes(first)).isSameAs(memberBytes(second));
        assertThat(Event.parseFrom(first.getFirst().toByteString()))
                .isEqualTo(Event.newBuilder()
                        .setRoomSnapshot(RoomSnapshot.newBuilder()
                                .setRoom("lobby")
                                .setVersion(1)
                                .setClientSeq(5)
                                .addMembers(ALICE_ON_THE_WIRE))
                        .build());
    }

    private static ByteString memberBytes(List<Event> snapshot) {
        return snapshot.getFirst()
                .getRoomSnapshot()
                .getUnknownFields()
                .getField(RoomSnapshot.MEMBERS_FIELD_NUMBER)
                .getLengthDelimitedList()
                .getFirst();
    }

    @Test
    void largeSnapshot_comesInPartsOfOneVersion() {
        List<Member> members = IntStream.range(0, 201)
                .mapToObj(i -> new Member(
                        new PeerId("peer" + i),
                        new SessionId("session" + i),
                        new Profile("", Map.of("about", "x".repeat(8000))),
                        false))
                .toList();

        List<RoomSnapshot> parts =
                EventEncoder.encode(new ServerEvent.RoomSnapshot(new RoomId("lobby"), 201, members, 7), "").stream()
                        .map(event -> parsed(event).getRoomSnapshot())
                        .toList();

        assertThat(parts).hasSizeGreaterThan(10).allMatch(part -> part.getSerializedSize() < 200_000);
        assertThat(parts).allMatch(part -> part.getVersion() == 201 && part.getClientSeq() == 7);
        assertThat(parts.subList(0, parts.size() - 1)).allMatch(RoomSnapshot::getMore);
        assertThat(parts.getLast().getMore()).isFalse();
        assertThat(parts.stream().flatMap(part -> part.getMembersList().stream()))
                .extracting(dev.beckon.v1.Member::getPeerId)
                .containsExactlyElementsOf(
                        members.stream().map(member -> member.peer().value()).toList());
    }

    private static Event parsed(Event event) {
        try {
            return Event.parseFrom(event.toByteString());
        } catch (InvalidProtocolBufferException impossible) {
            throw new AssertionError(impossible);
        }
    }
}

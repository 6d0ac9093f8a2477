package dev.beckon.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.server.core.message.ServerEvent;
import dev.beckon.server.core.peer.Member;
import dev.beckon.server.core.peer.PeerId;
import dev.beckon.server.core.peer.Profile;
import dev.beckon.server.core.peer.RoomId;
import dev.beckon.server.core.peer.SessionId;
import dev.beckon.v1.Event;
import dev.beckon.v1.RoomSnapshot;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventEncoderTest {

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
                        .map(Event::getRoomSnapshot)
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
}

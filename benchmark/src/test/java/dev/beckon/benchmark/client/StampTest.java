package dev.beckon.benchmark.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StampTest {

    @ParameterizedTest
    @EnumSource
    void text_hasTheLengthThatWasAskedForAndOneStamp(Kind kind) {
        String text = Text.of(kind, 250);
        List<Kind> kinds = new ArrayList<>();

        assertThat(text).hasSize(250);
        assertThat(Stamp.visit(text.getBytes(StandardCharsets.US_ASCII), (found, nanos) -> kinds.add(found)))
                .isEqualTo(1);
        assertThat(kinds).containsExactly(kind);
    }

    @Test
    void stampedMessage_givesBackTheTime() {
        Outgoing message = Outgoing.of(Text.of(Kind.OFFER, 250).getBytes(StandardCharsets.US_ASCII));
        List<Long> times = new ArrayList<>();

        Stamp.visit(message.stamped(3, 0x0123_4567_89ab_cdefL), (kind, nanos) -> times.add(nanos));

        assertThat(times).containsExactly(0x0123_4567_89ab_cdefL);
    }

    @Test
    void severalTextsInOneMessage_areAllSeen() {
        byte[] message = (Text.of(Kind.CANDIDATE, 200) + Text.of(Kind.ANSWER, 200)).getBytes(StandardCharsets.US_ASCII);
        List<Kind> kinds = new ArrayList<>();

        assertThat(Stamp.visit(message, (kind, nanos) -> kinds.add(kind))).isEqualTo(2);
        assertThat(kinds).containsExactly(Kind.CANDIDATE, Kind.ANSWER);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 127, 128, 16_383, 16_384, Integer.MAX_VALUE, Long.MAX_VALUE})
    void varint_isReadBackFromTheBytesThatItTakes(long value) {
        byte[] bytes = new byte[1 + Varint.size(value)];

        Varint.write(bytes, 1, value);

        assertThat(Varint.read(bytes, 1)).isEqualTo(value);
        assertThat(bytes[bytes.length - 1]).isNotNegative();
    }
}

package dev.beckon.server.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.TextFormat;
import com.google.protobuf.TextFormat.ParseException;
import com.google.protobuf.UnknownFieldSet;
import dev.beckon.server.core.message.Command;
import dev.beckon.server.core.message.Limits;
import dev.beckon.server.core.message.Refusal;
import dev.beckon.v1.Candidate;
import dev.beckon.v1.ClientFrame;
import dev.beckon.v1.Data;
import dev.beckon.v1.Hangup;
import dev.beckon.v1.Offer;
import dev.beckon.v1.Signal;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameDecoderTest {

    private final FrameDecoder decoder = new FrameDecoder(Limits.DEFAULTS);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "signal { to: 'bob' offer { sdp: 'v=0' offer_id: 1 } }",
                "signal { to: 'bob' answer { sdp: 'v=0' provisional: true } }",
                "signal { to: 'bob' candidate { candidate: 'candidate:1' sdp_mid: '' } }",
                "signal { to: 'bob' candidate { candidate: 'candidate:1' sdp_m_line_index: 0 } }",
                "signal { to: 'bob' end_of_candidates { } }",
                "signal { to: 'bob' hangup { reason: BUSY } }",
                "signal { to: 'bob' data { text: '' } }",
                "signal { to: 'bob' data { bytes: 'x' label: 'chat' } room: 'lobby' connection_id: 'screen' }",
                "join_room { room: 'lobby' }",
                "leave_room { room: 'lobby' }",
                "update_member { display_name: 'Älice' attributes { key: 'k' value: '' } }",
                "heartbeat { }",
                "bye { }",
                "ack: 3"
            })
    void goodFrame_becomesACommand(String frame) throws ParseException {
        assertThat(decoder.decode(parse(frame))).isNotInstanceOf(Command.Refused.class);
    }

    /** Some peers fill the field with "", which no receiver should have to know. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "signal { to: 'bob' candidate { candidate: 'candidate:1' sdp_mid: '0' username_fragment: '' } }",
                "signal { to: 'bob' end_of_candidates { sdp_mid: '0' username_fragment: '' } }"
            })
    void emptyUsernameFragment_isNotForwarded(String frame) throws ParseException {
        Command command = decoder.decode(parse(frame));

        assertThat(command).isInstanceOf(Command.SendSignal.class);
        SignalPayload payload =
                (SignalPayload) ((Command.SendSignal) command).signal().payload();
        assertThat(payload.body().getAllFields().keySet())
                .extracting(FieldDescriptor::getName)
                .contains("sdp_mid")
                .doesNotContain("username_fragment");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            quoteCharacter = '`',
            textBlock =
                    """
                    signal.to | signal { data { text: 'x' } }
                    signal.to | signal { to: 'a b' data { text: 'x' } }
                    signal.to | signal { to: 'ü' data { text: 'x' } }
                    signal.from | signal { to: 'bob' from: 'mallory' data { text: 'x' } }
                    signal.from_session_id | signal { to: 'bob' from_session_id: 's' data { text: 'x' } }
                    signal.to_session_id | signal { to: 'bob' to_session_id: 's s' data { text: 'x' } }
                    signal.room | signal { to: 'bob' room: 'a\\nb' data { text: 'x' } }
                    signal.connection_id | signal { to: 'bob' connection_id: ' ' data { text: 'x' } }
                    signal.body | signal { to: 'bob' }
                    signal.offer.sdp | signal { to: 'bob' offer { } }
                    signal.offer.sdp | signal { to: 'bob' offer { sdp: 'm=audio' } }
                    signal.offer.sdp | signal { to: 'bob' offer { sdp: 'v=0\\000' } }
                    signal.offer.polite | signal { to: 'bob' offer { sdp: 'v=0' polite: false } }
                    signal.answer.sdp | signal { to: 'bob' answer { sdp: '{}' } }
                    signal.candidate.candidate | signal { to: 'bob' candidate { sdp_mid: '0' } }
                    signal.candidate.candidate | signal { to: 'bob' candidate { candidate: 'a\\r\\nb' sdp_mid: '0' } }
                    signal.candidate.sdp_mid | signal { to: 'bob' candidate { candidate: 'c' } }
                    signal.candidate.sdp_m_line_index | signal { to: 'bob' candidate { candidate: 'c' sdp_m_line_index: 65536 } }
                    signal.candidate.username_fragment | signal { to: 'bob' candidate { candidate: 'c' sdp_mid: '0' username_fragment: '\\000' } }
                    signal.end_of_candidates.sdp_mid | signal { to: 'bob' end_of_candidates { sdp_mid: '\\n' } }
                    signal.data.content | signal { to: 'bob' data { label: 'x' } }
                    signal.data.label | signal { to: 'bob' data { label: '\\n' text: 'x' } }
                    join_room.room | join_room { }
                    join_room.room | join_room { room: '$x' }
                    leave_room.room | leave_room { }
                    update_member.display_name | update_member { display_name: 'a\\tb' }
                    update_member.attributes | update_member { attributes { key: '' value: 'v' } }
                    seq | seq: 1 heartbeat { }
                    seq | seq: 1 bye { }
                    seq | seq: 1
                    hello | hello { peer_id: 'a' }
                    """)
    void badFrame_isRefused_withItsField(String field, String frame) throws ParseException {
        Refusal refusal = refusal(parse(frame));

        assertThat(refusal.code()).isEqualTo(Refusal.Code.INVALID_FRAME);
        assertThat(refusal.violations()).extracting(Refusal.Violation::field).containsExactly(field);
        assertThat(refusal.message()).contains(field).contains("(expected: ");
    }

    @Test
    void unknownHangupReason_isRefused() {
        Refusal refusal = refusal(frame(signal().setHangup(Hangup.newBuilder().setReasonValue(99))));

        assertThat(refusal.code()).isEqualTo(Refusal.Code.INVALID_FRAME);
    }

    static Stream<Arguments> tooLargeSignals() {
        return Stream.of(
                arguments(
                        "signal.offer.sdp", signal().setOffer(Offer.newBuilder().setSdp("v=0" + "x".repeat(262_142)))),
                arguments("signal.candidate.candidate", signal().setCandidate(candidate("x".repeat(4097)))),
                arguments("signal.data.text", signal().setData(text("ü".repeat(32_769)))),
                arguments(
                        "signal.data.bytes", signal().setData(Data.newBuilder().setBytes(zeros(65_537)))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tooLargeSignals")
    void tooLargeField_isRefused_withItsSizeAndLimit(String field, Signal.Builder signal) {
        Refusal refusal = refusal(frame(signal));

        assertThat(refusal.code()).isEqualTo(Refusal.Code.TOO_LARGE);
        assertThat(refusal.violations()).extracting(Refusal.Violation::field).containsExactly(field);
        assertThat(refusal.violations().getFirst().found()).endsWith(" bytes");
    }

    @Test
    void armThatThisServerDoesNotKnow_isUnsupported() {
        ClientFrame frame = ClientFrame.newBuilder().setUnknownFields(unknown()).build();

        assertThat(refusal(frame).code()).isEqualTo(Refusal.Code.UNSUPPORTED);
    }

    @Test
    void whatThisServerDoesNotKnow_isNotHandedOn() {
        Command command = decoder.decode(frame(signal().setData(text("x").setUnknownFields(unknown()))));

        SignalPayload payload =
                (SignalPayload) ((Command.SendSignal) command).signal().payload();
        assertThat(payload.body()).isEqualTo(text("x").build());
    }

    @Test
    void messages_neverRepeatLongOrSecretValues() {
        Refusal refusal = refusal(frame(
                signal().setTo("x".repeat(10_000)).setOffer(Offer.newBuilder().setSdp("secret-of-the-session"))));

        assertThat(refusal.message()).hasSizeLessThan(400).doesNotContain("secret-of-the-session");
    }

    private static Signal.Builder signal() {
        return Signal.newBuilder().setTo("bob");
    }

    private Refusal refusal(ClientFrame frame) {
        return ((Command.Refused) decoder.decode(frame)).refusal();
    }

    private static ClientFrame parse(String text) throws ParseException {
        return TextFormat.parse(text, ClientFrame.class);
    }

    private static Candidate.Builder candidate(String line) {
        return Candidate.newBuilder().setCandidate(line).setSdpMid("0");
    }

    private static Data.Builder text(String text) {
        return Data.newBuilder().setText(text);
    }

    private static ByteString zeros(int bytes) {
        return ByteString.copyFrom(new byte[bytes]);
    }

    private static UnknownFieldSet unknown() {
        return UnknownFieldSet.newBuilder()
                .addField(999, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                .build();
    }

    private static ClientFrame frame(Signal.Builder signal) {
        return ClientFrame.newBuilder().setSignal(signal).build();
    }
}

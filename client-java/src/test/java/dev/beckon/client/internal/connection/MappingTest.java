package dev.beckon.client.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.client.internal.session.FrameHandler;
import dev.beckon.client.internal.session.Outgoing;
import dev.beckon.client.internal.session.StreamListener;
import dev.beckon.client.internal.session.Welcome;
import dev.beckon.client.outcome.Notice;
import dev.beckon.client.room.LeaveReason;
import dev.beckon.client.room.Member;
import dev.beckon.client.room.Presence;
import dev.beckon.client.signal.Address;
import dev.beckon.client.signal.Answer;
import dev.beckon.client.signal.Candidate;
import dev.beckon.client.signal.Data;
import dev.beckon.client.signal.EndOfCandidates;
import dev.beckon.client.signal.Hangup;
import dev.beckon.client.signal.Offer;
import dev.beckon.client.signal.Signal;
import dev.beckon.client.signal.SignalBody;
import dev.beckon.v1.ClientFrame;
import dev.beckon.v1.Event;
import dev.beckon.v1.IceServer;
import dev.beckon.v1.ServerFrame;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The API says what the contract says: nothing is lost or made up on the way. */
class MappingTest {

    private record Handled(String method, List<Object> arguments) {}

    private final List<Handled> handled = new ArrayList<>();

    private final FrameHandler handler = (FrameHandler) Proxy.newProxyInstance(
            FrameHandler.class.getClassLoader(), new Class<?>[] {FrameHandler.class}, (proxy, method, arguments) -> {
                handled.add(new Handled(method.getName(), List.of(arguments)));
                return null;
            });

    private final StreamListener listener = (StreamListener) Proxy.newProxyInstance(
            StreamListener.class.getClassLoader(),
            new Class<?>[] {StreamListener.class},
            (proxy, method, arguments) -> {
                if (arguments != null && arguments.length == 2 && arguments[1] instanceof StreamListener.Event event) {
                    handled.add(new Handled(method.getName(), List.of(arguments[0])));
                    event.tell(handler);
                } else {
                    handled.add(new Handled(method.getName(), arguments == null ? List.of() : List.of(arguments)));
                }
                return null;
            });

    static Stream<SignalBody> bodies() {
        return Stream.of(
                Offer.received("v=0 offer", 0, false),
                Offer.received("v=0 offer", 7, false),
                Answer.of("v=0 answer", 7),
                Answer.provisional("v=0 answer", 0),
                Candidate.of("candidate:1", "0", 0),
                Candidate.of("candidate:1", null, 65_535, "ufrag"),
                Candidate.of("candidate:1", "audio", -1),
                EndOfCandidates.forAll(),
                EndOfCandidates.of("0", 0, "ufrag"),
                Hangup.of(Hangup.Reason.UNSPECIFIED),
                Hangup.of(Hangup.Reason.BUSY),
                Data.text("chat", "hällo"),
                Data.text("", ""),
                Data.bytes("", new byte[0]),
                Data.bytes("sticker", new byte[] {0, 1, -1}));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void body_survivesTheWay(SignalBody body) {
        Address to = Address.peer("bob").session("s9").inRoom("lobby").connection("screen");
        ClientFrame sent = FrameEncoder.encode(5, 4, Outgoing.signal(to, body));
        dev.beckon.v1.Signal.Builder delivered =
                sent.getSignal().toBuilder().setFrom("bob").setFromSessionId("s9");

        decode(Event.newBuilder().setSignal(delivered));

        assertThat(sent.getSeq()).isEqualTo(5);
        assertThat(sent.getAck()).isEqualTo(4);
        assertThat(handled).containsExactly(new Handled("handleSignal", List.of(new Signal(to, body))));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void sizeBytes_isAnUpperBoundOfTheWire(SignalBody body) {
        Outgoing frame = Outgoing.signal(Address.peer("bob").inRoom("lobby"), body);

        int wire = FrameEncoder.encode(Long.MAX_VALUE, Long.MAX_VALUE, frame).getSerializedSize();

        assertThat(frame.sizeBytes()).isBetween(wire, wire + 160);
    }

    @Test
    void signalWithoutAKnownBody_isIgnored() {
        decode(Event.newBuilder().setSignal(dev.beckon.v1.Signal.newBuilder().setFrom("bob")));

        assertThat(handled).isEmpty();
    }

    /** Some peers fill the field with "". */
    @Test
    void emptyUsernameFragment_isNone() {
        assertThat(Candidate.of("candidate:1", "0", 0, "").usernameFragment()).isNull();
        assertThat(Candidate.of("candidate:1", "0", 0, "")).isEqualTo(Candidate.of("candidate:1", "0", 0));
        assertThat(EndOfCandidates.of("0", 0, "").usernameFragment()).isNull();
    }

    @Test
    void candidateThatBreaksTheContract_isDropped() {
        decode(Event.newBuilder()
                .setSignal(dev.beckon.v1.Signal.newBuilder()
                        .setFrom("bob")
                        .setCandidate(dev.beckon.v1.Candidate.newBuilder().setCandidate("candidate:1"))));

        assertThat(handled).isEmpty();
    }

    @Test
    void ack_comesAfterTheEventsOfItsFrame() {
        FrameDecoder.decode(
                ServerFrame.newBuilder()
                        .setAck(3)
                        .addEvents(Event.newBuilder().setSeq(9).setNotice(dev.beckon.v1.Notice.newBuilder()))
                        .build(),
                listener);

        assertThat(handled).extracting(Handled::method).containsExactly("onHeard", "onEvent", "handleNotice", "onAck");
        assertThat(handled.get(1).arguments()).containsExactly(9L);
        assertThat(handled.get(3).arguments()).containsExactly(3L);
    }

    @Test
    void iceServers_keepTheirExpiry() {
        decode(Event.newBuilder()
                .setIceServers(dev.beckon.v1.IceServers.newBuilder()
                        .addIceServers(IceServer.newBuilder()
                                .addUrls("turn:t:3478")
                                .setUsername("u")
                                .setCredential("secret"))
                        .setExpiresAt(com.google.protobuf.Timestamp.newBuilder()
                                .setSeconds(12)
                                .setNanos(5_000_000))));

        dev.beckon.client.ice.IceServers servers =
                (dev.beckon.client.ice.IceServers) handled.get(0).arguments().get(0);
        assertThat(servers.expiresAtMillis()).isEqualTo(12_005);
        assertThat(servers.servers().get(0).credential()).isEqualTo("secret");
        assertThat(servers.toString()).doesNotContain("secret");
    }

    @Test
    void goAwayOfALaterContract_meansComeBackAndShutdown() {
        decode(Event.newBuilder()
                .setGoAway(dev.beckon.v1.GoAway.newBuilder().setActionValue(77).setReasonValue(77)));

        dev.beckon.client.internal.session.GoAway goAway = (dev.beckon.client.internal.session.GoAway)
                handled.get(0).arguments().get(0);
        assertThat(goAway.action()).isEqualTo(dev.beckon.client.internal.session.GoAway.Action.RESUME);
        assertThat(goAway.reason()).isEqualTo("SHUTDOWN");
    }

    static Stream<Arguments> enums() {
        return Stream.of(
                Arguments.of(dev.beckon.v1.Notice.Code.values(), Notice.Code.class),
                Arguments.of(dev.beckon.v1.Notice.Reason.values(), Notice.Reason.class),
                Arguments.of(dev.beckon.v1.PeerLeft.Reason.values(), LeaveReason.class),
                Arguments.of(dev.beckon.v1.Member.State.values(), Member.State.class),
                Arguments.of(dev.beckon.v1.Presence.State.values(), Presence.State.class),
                Arguments.of(dev.beckon.v1.Welcome.Result.values(), Welcome.Result.class),
                Arguments.of(
                        dev.beckon.v1.GoAway.Action.values(), dev.beckon.client.internal.session.GoAway.Action.class),
                Arguments.of(dev.beckon.v1.Hangup.Reason.values(), Hangup.Reason.class));
    }

    @ParameterizedTest
    @MethodSource("enums")
    void everyConstantOfTheContract_hasItsNameInTheApi(Enum<?>[] contract, Class<? extends Enum<?>> api) {
        List<String> names = Stream.of(api.getEnumConstants()).map(Enum::name).toList();

        assertThat(contract)
                .extracting(Enum::name)
                .filteredOn(name -> !name.endsWith("UNSPECIFIED") && !name.equals("UNRECOGNIZED"))
                .isSubsetOf(names);
    }

    private void decode(Event.Builder event) {
        FrameDecoder.decode(ServerFrame.newBuilder().addEvents(event).build(), listener);
        handled.removeIf(call -> call.method().startsWith("on"));
    }
}

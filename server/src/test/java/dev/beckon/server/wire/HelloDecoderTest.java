package dev.beckon.server.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.ByteString;
import dev.beckon.server.core.message.Limits;
import dev.beckon.server.core.message.Refusal;
import dev.beckon.server.core.peer.Hello.ConflictPolicy;
import dev.beckon.server.core.peer.SessionKey;
import dev.beckon.v1.ClientInfo;
import dev.beckon.v1.Hello;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HelloDecoderTest {

    private final HelloDecoder decoder = new HelloDecoder(Limits.DEFAULTS);

    @Test
    void helloOfAPersonAtGrpcurl_needsOnlyAPeerId() {
        var hello = valid(Hello.newBuilder().setPeerId("alice").build());

        assertThat(hello.peer().value()).isEqualTo("alice");
        assertThat(hello.key()).isNull();
        assertThat(hello.onConflict()).isEqualTo(ConflictPolicy.REJECT);
    }

    @Test
    void fullHello_isTakenOver() {
        byte[] secret = new byte[16];
        var hello = valid(Hello.newBuilder()
                .setPeerId("alice")
                .setDisplayName("Älice 👋")
                .putAttributes("role", "host")
                .setSessionKey(ByteString.copyFrom(secret))
                .setOnConflict(Hello.ConflictPolicy.REPLACE)
                .setNoRollback(true)
                .setClient(ClientInfo.newBuilder().setName("beckon-web").setVersion("1"))
                .build());

        assertThat(hello.profile().displayName()).isEqualTo("Älice 👋");
        assertThat(hello.profile().attributes()).isEqualTo(Map.of("role", "host"));
        assertThat(hello.key()).matches(key -> key.matches(SessionKey.ofSecret(secret)));
        assertThat(hello.onConflict()).isEqualTo(ConflictPolicy.REPLACE);
        assertThat(hello.noRollback()).isTrue();
        assertThat(hello.client()).isEqualTo("beckon-web 1");
    }

    static Stream<Arguments> badHellos() {
        return Stream.of(
                arguments("hello.peer_id", Hello.newBuilder()),
                arguments("hello.peer_id", alice().setPeerId("$admin")),
                arguments("hello.display_name", alice().setDisplayName("a\nb")),
                arguments("hello.display_name", alice().setDisplayName("x".repeat(257))),
                arguments("hello.attributes", alice().putAttributes("k", "x".repeat(8192))),
                arguments("hello.attributes", alice().putAttributes("k".repeat(129), "v")),
                arguments("hello.session_key", alice().setSessionKey(ByteString.copyFrom(new byte[15]))),
                arguments("hello.session_key", alice().setSessionKey(ByteString.copyFrom(new byte[65]))),
                arguments(
                        "hello.replaced_session_key", alice().setReplacedSessionKey(ByteString.copyFrom(new byte[1]))),
                arguments("hello.session_id", alice().setSessionId("a b")),
                arguments("hello.on_conflict", alice().setOnConflictValue(77)),
                arguments(
                        "hello.client.name",
                        alice().setClient(ClientInfo.newBuilder().setName("x".repeat(65)))),
                arguments(
                        "hello.client.platform",
                        alice().setClient(ClientInfo.newBuilder().setPlatform("\0"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badHellos")
    void badHello_isRefused_withItsField(String field, Hello.Builder hello) {
        var decoded = (HelloDecoder.Decoded.Invalid) decoder.decode(hello.build(), 0);

        assertThat(decoded.refusal().violations())
                .extracting(Refusal.Violation::field)
                .containsExactly(field);
    }

    @Test
    void manyFaults_areToldInFewWords() {
        Hello.Builder hello = alice().setDisplayName("\n").setSessionId(" ").setPeerId(" ");
        IntStream.range(0, 1000).forEach(i -> hello.putAttributes("k".repeat(200) + i, "v"));

        var decoded = (HelloDecoder.Decoded.Invalid) decoder.decode(hello.build(), 5);

        assertThat(decoded.refusal().violations()).hasSizeLessThanOrEqualTo(8);
        assertThat(decoded.refusal().message()).hasSizeLessThan(1500);
    }

    @Test
    void numberedHello_isRefused() {
        var decoded = (HelloDecoder.Decoded.Invalid) decoder.decode(alice().build(), 1);

        assertThat(decoded.refusal().violations())
                .extracting(Refusal.Violation::field)
                .containsExactly("seq");
    }

    private dev.beckon.server.core.peer.Hello valid(Hello hello) {
        return ((HelloDecoder.Decoded.Valid) decoder.decode(hello, 0)).hello();
    }

    private static Hello.Builder alice() {
        return Hello.newBuilder().setPeerId("alice");
    }
}

package dev.beckon.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalingClientBuilderTest {

    private final SignalingClientBuilder builder = SignalingClient.builder("localhost:50051", "alice");

    @Test
    void defaults_areAsDocumented() {
        Settings settings = new Settings(builder);

        assertThat(settings.peerId).isEqualTo("alice");
        assertThat(settings.displayName).isEmpty();
        assertThat(settings.attributes).isEmpty();
        assertThat(settings.conflictPolicy).isEqualTo(ConflictPolicy.REJECT);
        assertThat(settings.noRollback).isFalse();
        assertThat(settings.callbackExecutor).isNull();
        assertThat(settings.connectTimeoutMillis).isEqualTo(10_000);
        assertThat(settings.maxMessages).isEqualTo(1024);
        assertThat(settings.maxBytes).isEqualTo(4 * 1024 * 1024);
        assertThat(settings.software).isEqualTo("beckon-java");
        assertThat(builder.plaintext).isFalse();
    }

    @Test
    void settings_doNotFollowTheBuilderAfterwards() {
        Settings settings = new Settings(builder.attribute("a", "1"));

        builder.attribute("b", "2");

        assertThat(settings.attributes).containsOnlyKeys("a");
    }

    @Test
    void version_isThatOfTheModule() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));

        assertThat(pom).containsPattern("<version>" + SignalingClientBuilder.VERSION + "(-SNAPSHOT)?</version>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:50051",
                "127.0.0.1:1",
                "[::1]:443",
                "signal.example.org:443",
                "münchen.example:65535",
                "x.:1"
            })
    void target_isHostAndPort(String target) {
        assertThatCode(() -> SignalingClient.builder(target, "alice")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'', the host is missing",
                "localhost, the port is missing",
                "localhost:, the port is missing",
                ":443, the host is missing",
                "https://localhost:443, it has a scheme",
                "http://signal.example.org, it has a scheme",
                "dns:///host:1, it has a scheme",
                "unix:///tmp/socket, it has a scheme",
                "unix:/tmp/socket, it has a path",
                "/tmp/socket, it has a path",
                "host:443/path, it has a path",
                "'a b:443', it has the character U+0020 at index 1",
                "' host:443', it has the character U+0020 at index 0",
                "'host:443\n', it has the character U+000A at index 8",
                "host:0, the port is 0",
                "host:65536, the port is 65536",
                "host:99999999999, the port is 99999999999",
                "host:https, 'the port is \"https\"'",
                "host:-1, 'the port is \"-1\"'",
                "::1:443, it has more than one colon",
                "host:1:2, it has more than one colon",
                "[::1], the port is missing",
                "[nonsense]:443, [nonsense] is no IPv6 address",
                "256.1.1.1:443, is no host name and no address",
                "user@host:443, is no host name and no address",
                "a..b:443, is no host name",
                "beckon_server:50051, \"beckon_server\" is no host name",
                "node.1a:443, \"node.1a\" is no host name",
                "-node:443, is no host name",
                "node-.example:443, is no host name"
            })
    void otherTargets_areRefusedAtOnceInWords(String target, String words) {
        assertThatThrownBy(() -> SignalingClient.builder(target, "alice"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("target: \"" + target + "\"")
                .hasMessageContaining(words)
                .hasMessageContaining("expected: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "é", "a\n", "$admin"})
    void invalidPeerIds_areRefusedAtOnce(String peerId) {
        assertThatThrownBy(() -> SignalingClient.builder("localhost:50051", peerId))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("peerId: ")
                .hasMessageContaining("expected: ");
        assertThatThrownBy(() -> SignalingClient.builder("localhost:50051", "x".repeat(129)))
                .hasMessageContaining("129 characters");
    }

    @Test
    void bounds_mustBePositive() {
        assertThatThrownBy(() -> builder.outboundQueue(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.connectTimeout(0, TimeUnit.SECONDS))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

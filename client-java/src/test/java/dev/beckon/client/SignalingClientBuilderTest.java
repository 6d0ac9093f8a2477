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
    @ValueSource(strings = {"localhost:50051", "127.0.0.1:1", "[::1]:443", "signal.example.org:443"})
    void target_isHostAndPort(String target) {
        assertThatCode(() -> SignalingClient.builder(target, "alice")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "https://localhost:443", "", ":443", "a b:443", "localhost:", "dns:///host:1"})
    void otherTargets_areRefused(String target) {
        assertThatThrownBy(() -> SignalingClient.builder(target, "alice"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: host:port");
    }

    @Test
    void bounds_mustBePositive() {
        assertThatThrownBy(() -> builder.outboundQueue(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.connectTimeout(0, TimeUnit.SECONDS))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

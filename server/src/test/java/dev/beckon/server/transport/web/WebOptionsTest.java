package dev.beckon.server.transport.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebOptionsTest {

    @ParameterizedTest
    @CsvSource({
        "-1, 1, 1, port: -1 (expected: >= 0)",
        "65536, 1, 1, port: 65536 (expected: 0-65535)",
        "0, 0, 1, maxMessageBytes: 0 (expected: >= 1)",
        "0, 1, 0, eventLoops: 0 (expected: >= 1)"
    })
    void numberOutOfBounds_isRefused(int port, int maxMessageBytes, int eventLoops, String words) {
        assertThatThrownBy(() -> new WebOptions("localhost", port, List.of(), null, maxMessageBytes, eventLoops))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "app.example", "https://app.example/", "https://app.example/path", "https://", "null"})
    void whatIsNoOrigin_isRefused(String origin) {
        assertThatThrownBy(() -> withOrigins(origin))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("scheme://host");
    }

    @Test
    void starBesideOthers_isRefused() {
        assertThatThrownBy(() -> withOrigins("*", "https://app.example")).hasMessageContaining("* alone");
    }

    @Test
    void origins_areTaken() {
        assertThat(withOrigins("https://app.example", "http://localhost:5173", "http://[::1]:8080")
                        .allowedOrigins())
                .hasSize(3);
        assertThat(withOrigins("*").allowedOrigins()).containsExactly("*");
    }

    private static WebOptions withOrigins(String... origins) {
        return new WebOptions("localhost", 0, List.of(origins), null, 1, 1);
    }
}

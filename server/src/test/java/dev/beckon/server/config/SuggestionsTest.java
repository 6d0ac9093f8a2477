package dev.beckon.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionsTest {

    private static final List<String> NAMES =
            List.of("--host", "--grpc-port", "--web-port", "--web", "--max-rooms", "--max-frame-bytes", "--help");

    @ParameterizedTest
    @CsvSource({
        "--grpc-prot, --grpc-port",
        "--GRPC_PORT, --grpc-port",
        "-grpc-port, --grpc-port",
        "--max-room, --max-rooms",
        "--hostname, --host",
        "--frame, --max-frame-bytes",
        "--hst, --host",
        "--port, --web-port --grpc-port",
        "--nonsense, ''",
        "-x, ''",
    })
    void theNearestNames(String typed, String expected) {
        assertThat(String.join(" ", Suggestions.of(typed, NAMES))).isEqualTo(expected);
    }
}

package dev.beckon.server.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListeningTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1:8080, http://127.0.0.1:8080/",
        "localhost, localhost:8080, http://localhost:8080/",
        "::1,       [::1]:8080,     http://[::1]:8080/",
        "0.0.0.0,   0.0.0.0:8080,   http://localhost:8080/",
        "::,        [::]:8080,      http://localhost:8080/",
    })
    void isWrittenAsPeopleUseIt(String host, String address, String url) {
        Listening listening = new Listening("browsers", host, 8080, "--web-port");

        assertThat(listening).hasToString(address);
        assertThat(listening.url("http")).isEqualTo(url);
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1", "0.0.0.0"})
    void aTakenPort_isToldApart(String host) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName(host))) {
            Listening listening = new Listening("gRPC", host, taken.getLocalPort(), "--grpc-port");

            assertThat(listening.failure(new IOException("bind failed")))
                    .hasMessageContaining("Port " + taken.getLocalPort() + ", for gRPC, is taken")
                    .hasMessageContaining("--grpc-port");
        }
    }

    @Test
    void anyOtherFailure_isToldInTheSystemsWords() {
        Listening listening = new Listening("gRPC", "127.0.0.1", 0, "--grpc-port");

        assertThat(listening.failure(new IOException("outer", new IOException("Permission denied"))))
                .hasMessageContaining("Cannot listen on 127.0.0.1:0, for gRPC: Permission denied.")
                .hasMessageContaining("--grpc-port");
    }
}

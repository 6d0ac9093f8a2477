package dev.beckon.server.transport.web.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptEncodingTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gzip",
                "GZip",
                "x-gzip",
                "gzip, deflate, br, zstd",
                "br;q=1.0, gzip;q=0.8, *;q=0.1",
                " deflate ,\tgzip ; Q=0.001 ",
                "*",
                "*;q=0.5, br",
                "identity;q=0, gzip",
                "identity;q=0.5, gzip;q=0.5",
                "*;q=0, gzip;q=1"
            })
    void aClientThatTakesGzip_getsIt(String header) {
        assertThat(AcceptEncoding.prefersGzip(List.of(header))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "br",
                "identity",
                "gzip;q=0",
                "gzip;q=0.000",
                "gzip ; q = 0",
                "*;q=0",
                "*, gzip;q=0",
                "gzip;q=0.5, identity",
                "gzip;q=2",
                "gzip;q=-1",
                "gzip;q=much",
                "gzip;q=",
                "notgzip",
                "gzip2"
            })
    void aClientThatDoesNot_doesNot(String header) {
        assertThat(AcceptEncoding.prefersGzip(List.of(header))).isFalse();
    }

    @Test
    void severalHeaders_areOneList() {
        assertThat(AcceptEncoding.prefersGzip(List.of())).isFalse();
        assertThat(AcceptEncoding.prefersGzip(List.of("br", "gzip"))).isTrue();
        assertThat(AcceptEncoding.prefersGzip(List.of("gzip;q=0.1", "identity")))
                .isFalse();
    }
}

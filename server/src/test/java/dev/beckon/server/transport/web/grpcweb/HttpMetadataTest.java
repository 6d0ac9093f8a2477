package dev.beckon.server.transport.web.grpcweb;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Metadata;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpMetadataTest {

    private static final Metadata.Key<byte[]> BYTES = Metadata.Key.of("x-bin", Metadata.BINARY_BYTE_MARSHALLER);

    @Test
    void binaryValues_mayBeJoined_andLackPadding() {
        MultiMap headers = HttpHeaders.headers().add("X-Bin", "AA==, AQI").add("x-bin", "AwQF");

        assertThat(HttpMetadata.read(headers).getAll(BYTES))
                .containsExactly(new byte[] {0}, new byte[] {1, 2}, new byte[] {3, 4, 5});
    }

    @Test
    void written_comesBackTheSame() {
        Metadata metadata = new Metadata();
        Metadata.Key<String> text = Metadata.Key.of("x-text", Metadata.ASCII_STRING_MARSHALLER);
        metadata.put(text, "one");
        metadata.put(text, "two");
        metadata.put(BYTES, new byte[] {(byte) 0xff, 0, 1});
        metadata.put(Metadata.Key.of("grpc-status", Metadata.ASCII_STRING_MARSHALLER), "0");
        MultiMap headers = HttpHeaders.headers();

        HttpMetadata.write(metadata, headers::add);

        Metadata read = HttpMetadata.read(headers);
        assertThat(read.getAll(text)).containsExactly("one", "two");
        assertThat(read.get(BYTES)).isEqualTo(new byte[] {(byte) 0xff, 0, 1});
        List<String> names = new ArrayList<>(headers.names());
        assertThat(names).containsExactlyInAnyOrder("x-text", "x-bin");
    }

    @ParameterizedTest
    @CsvSource({"plain, plain", "50%, 50%25", "ü, %C3%BC", "'a\nb', a%0Ab", "~, ~", "\u007f, %7F", "𝄞, %F0%9D%84%9E"})
    void percentEncoding_keepsPrintableAsciiButPercent(String message, String encoded) {
        assertThat(HttpMetadata.percentEncode(message)).isEqualTo(encoded);
    }
}

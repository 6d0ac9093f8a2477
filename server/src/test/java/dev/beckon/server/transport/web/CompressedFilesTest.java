package dev.beckon.server.transport.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the page costs a browser: compressed the first time, and nothing again until it changes. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CompressedFilesTest {

    private static final String GZIP = "accept-encoding: gzip, deflate, br";
    private static final String HOME = "<p>home</p>\n".repeat(500);
    private static final int LARGE_BYTES = 5 * 1024 * 1024;

    private final Path site;
    private final WebPort web;
    private final RawConnection client;

    CompressedFilesTest(@TempDir Path site) throws IOException {
        this.site = site;
        Files.createDirectories(site.resolve("assets"));
        Files.writeString(site.resolve("index.html"), HOME);
        Files.writeString(site.resolve("assets/app-3f2a.js"), "app();\n".repeat(500));
        Files.writeString(site.resolve("short.txt"), "ok");
        byte[] picture = new byte[10_000];
        new Random(1).nextBytes(picture);
        Files.write(site.resolve("picture.png"), picture);
        web = WebPort.serving(site);
        client = web.connect();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        web.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/index.html", "/assets/app-3f2a.js"})
    void aClientThatTakesGzip_getsFewerBytes_andTheSameContent(String path) throws Exception {
        RawConnection.Head plain = client.request("GET", path).readHead();
        byte[] content = client.readBody(plain);
        RawConnection.Head gzip = client.request("GET", path, GZIP).readHead();
        byte[] compressed = client.readBody(gzip);

        assertThat(gzip.header("content-encoding")).isEqualTo("gzip");
        assertThat(compressed).hasSizeLessThan(content.length / 10);
        assertThat(decompressed(compressed)).isEqualTo(content);
        assertThat(plain.header("content-encoding")).isNull();
        assertThat(gzip.header("vary")).isEqualTo("accept-encoding").isEqualTo(plain.header("vary"));
        assertThat(gzip.header("content-type")).isEqualTo(plain.header("content-type"));
        assertThat(gzip.header("cache-control")).isEqualTo(plain.header("cache-control"));
        assertThat(gzip.header("content-security-policy")).isNotNull();
        assertThat(gzip.header("etag")).startsWith("\"").isNotEqualTo(plain.header("etag"));
    }

    @Test
    void whatCompressionDoesNotMakeSmaller_isSentAsItIs() throws Exception {
        for (String path : new String[] {"/short.txt", "/picture.png"}) {
            RawConnection.Head head = client.request("GET", path, GZIP).readHead();

            assertThat(client.readBody(head)).isEqualTo(Files.readAllBytes(site.resolve(path.substring(1))));
            assertThat(head.header("content-encoding")).isNull();
            assertThat(head.header("vary")).isNull();
            assertThat(head.header("etag")).isNotNull();
        }
    }

    @Test
    void head_hasTheHeadersOfGet_andNoBody() throws Exception {
        RawConnection.Head get = client.request("GET", "/", GZIP).readHead();
        client.readBody(get);

        RawConnection.Head head = client.request("HEAD", "/", GZIP).readHead();

        for (String name : new String[] {"content-length", "content-encoding", "content-type", "etag", "vary"}) {
            assertThat(head.header(name)).as(name).isNotNull().isEqualTo(get.header(name));
        }
        assertThat(client.request("GET", "/healthz").readText()).isEqualTo("ok\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "W/%s", "\"other\", %s", "*"})
    void whatTheClientHas_isNotSentAgain(String pattern) throws Exception {
        for (String encoding : new String[] {GZIP, "accept-encoding: identity"}) {
            RawConnection.Head first = client.request("GET", "/", encoding).readHead();
            client.readBody(first);
            for (String method : new String[] {"GET", "HEAD"}) {
                RawConnection.Head again = client.request(
                                method, "/", encoding, "if-none-match: " + pattern.formatted(first.header("etag")))
                        .readHead();

                assertThat(again.status()).isEqualTo(304);
                assertThat(again.header("etag")).isEqualTo(first.header("etag"));
                assertThat(again.header("cache-control")).isEqualTo("no-cache");
                assertThat(again.header("vary")).isEqualTo("accept-encoding");
                assertThat(again.header("content-encoding")).isNull();
            }
        }
    }

    @Test
    void theOtherEncodingOfTheSameFile_isAnotherContent() throws Exception {
        RawConnection.Head plain = client.request("GET", "/").readHead();
        client.readBody(plain);

        RawConnection.Head gzip = client.request("GET", "/", GZIP, "if-none-match: " + plain.header("etag"))
                .readHead();

        assertThat(gzip.status()).isEqualTo(200);
        client.readBody(gzip);
    }

    @Test
    void aTagThatDoesNotMatch_countsMoreThanADateThatDoes() throws Exception {
        RawConnection.Head first = client.request("GET", "/").readHead();
        client.readBody(first);
        String since = "if-modified-since: " + first.header("last-modified");

        RawConnection.Head other =
                client.request("GET", "/", since, "if-none-match: \"other\"").readHead();
        client.readBody(other);
        RawConnection.Head same = client.request(
                        "GET",
                        "/",
                        "if-modified-since: Thu, 01 Jan 1970 00:00:00 GMT",
                        "if-none-match: " + first.header("etag"))
                .readHead();

        assertThat(other.status()).isEqualTo(200);
        assertThat(same.status()).isEqualTo(304);
    }

    @Test
    void aFileThatHasChanged_isSentAnew_alsoIfItsDateAndSizeAreKnownFromBefore() throws Exception {
        RawConnection.Head first = client.request("GET", "/", GZIP).readHead();
        client.readBody(first);
        Path home = site.resolve("index.html");
        Files.writeString(home, HOME.replace("home", "away"));
        Files.setLastModifiedTime(home, FileTime.fromMillis(System.currentTimeMillis() - 3_600_000));

        RawConnection.Head second = client.request("GET", "/", GZIP, "if-none-match: " + first.header("etag"))
                .readHead();

        assertThat(second.status()).isEqualTo(200);
        assertThat(new String(decompressed(client.readBody(second)), UTF_8)).contains("away");
    }

    @Test
    void aLargeFile_comesFromDisk_asItIs_andInRanges() throws Exception {
        Files.write(site.resolve("film.webm"), new byte[LARGE_BYTES]);

        RawConnection.Head whole = client.request("GET", "/film.webm", GZIP).readHead();
        byte[] bytes = client.readBody(whole);
        RawConnection.Head part =
                client.request("GET", "/film.webm", "range: bytes=0-99").readHead();

        assertThat(whole.header("content-encoding")).isNull();
        assertThat(bytes).hasSize(LARGE_BYTES);
        assertThat(part.status()).isEqualTo(206);
        assertThat(client.readBody(part)).hasSize(100);
    }

    @Test
    void calls_areNeverCompressed() throws Exception {
        client.call(TestService.UNARY, "hello", GZIP);
        RawConnection.Head head = client.readHead();

        assertThat(head.header("content-encoding")).isNull();
        client.readBody(head);
    }

    private static byte[] decompressed(byte[] gzip) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            return in.readAllBytes();
        }
    }
}

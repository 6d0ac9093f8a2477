package dev.beckon.server.transport.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The demo's files, and nothing else of this machine. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StaticFilesTest {

    private final Path root;
    private final WebPort web;
    private final RawConnection client;

    StaticFilesTest(@TempDir Path root) throws IOException {
        this.root = root;
        Path site = root.resolve("site");
        Files.createDirectories(site.resolve("assets"));
        Files.writeString(site.resolve("index.html"), "<p>home</p>");
        Files.writeString(site.resolve("assets/app-3f2a.js"), "app()");
        Files.writeString(site.resolve(".env"), "SECRET");
        Files.createDirectories(site.resolve(".git"));
        Files.writeString(site.resolve(".git/config"), "SECRET");
        Files.writeString(root.resolve("outside.txt"), "SECRET");
        web = WebPort.serving(site);
        client = web.connect();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        web.close();
    }

    @Test
    void home_isAskedForEachTime() throws Exception {
        RawConnection.Head head = client.request("GET", "/").readHead();

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("content-type")).startsWith("text/html");
        assertThat(head.header("cache-control")).isEqualTo("no-cache");
        assertThat(head.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(head.header("referrer-policy")).isEqualTo("no-referrer");
        assertThat(head.header("content-security-policy"))
                .contains("default-src 'self'", "connect-src 'self' http: https:", "object-src 'none'");
        assertThat(new String(client.readBody(head), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("<p>home</p>");
    }

    @Test
    void unchangedFile_isNotSentAgain() throws Exception {
        RawConnection.Head first = client.request("GET", "/index.html").readHead();
        client.readBody(first);

        RawConnection.Head second = client.request(
                        "GET", "/index.html", "if-modified-since: " + first.header("last-modified"))
                .readHead();

        assertThat(second.status()).isEqualTo(304);
    }

    @Test
    void changedFile_isSentAnew() throws Exception {
        client.request("GET", "/").readText();
        Path home = root.resolve("site/index.html");
        Files.writeString(home, "<p>a longer home</p>");
        Files.setLastModifiedTime(home, java.nio.file.attribute.FileTime.fromMillis(System.currentTimeMillis() + 5000));

        assertThat(client.request("GET", "/").readText()).isEqualTo("<p>a longer home</p>");
    }

    @Test
    void hashedAsset_isKeptForEver() throws Exception {
        RawConnection.Head head = client.request("GET", "/assets/app-3f2a.js").readHead();

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("cache-control")).isEqualTo("public, max-age=31536000, immutable");
        assertThat(head.header("content-type")).contains("javascript");
    }

    @Test
    void head_isGetWithoutTheBody() throws Exception {
        RawConnection.Head head = client.request("HEAD", "/index.html").readHead();

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("content-length")).isEqualTo("11");
        assertThat(client.request("GET", "/healthz").readText()).isEqualTo("ok\n");
    }

    @Test
    void directoryBelowAHiddenOne_isServed() throws Exception {
        Path site = Files.createDirectories(root.resolve(".local/site"));
        Files.writeString(site.resolve("index.html"), "here");
        Files.writeString(site.resolve(".env"), "SECRET");
        try (WebPort hidden = WebPort.serving(site);
                RawConnection other = hidden.connect()) {
            assertThat(other.request("GET", "/").readText()).isEqualTo("here");
            assertThat(other.request("GET", "/.env").readText()).isEqualTo("not found\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/missing.js",
                "/assets/",
                "/assets/missing-1.js",
                "/.env",
                "/.git/config",
                "/%2eenv",
                "/%2Egit/config",
                "/assets/../.env",
                "/assets%2f.env",
                "/assets%2f..%2f.env",
                "/assets%2F%2e%2e%2F.git%2Fconfig",
                "/%5c.env",
                "/%2f.env",
                "/../outside.txt",
                "/%2e%2e/outside.txt",
                "/..%2foutside.txt",
                "/%2e%2e%2foutside.txt",
                "/assets/../../outside.txt",
                "/assets/..%2f..%2foutside.txt",
                "/..%5coutside.txt",
                "/assets/..\\..\\outside.txt",
                "//outside.txt",
                "/%00",
                "/index.html%00.js",
                "/index.html/x",
                "/etc/passwd",
                "//etc/passwd"
            })
    void whatIsNotThere_isNotFound(String target) throws Exception {
        RawConnection.Head head = client.request("GET", target).readHead();
        String body = new String(client.readBody(head), java.nio.charset.StandardCharsets.UTF_8);

        assertThat(head.status()).isEqualTo(404);
        assertThat(head.header("cache-control")).isEqualTo("no-store");
        assertThat(body).isEqualTo("not found\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%", "/%zz", "/a b"})
    void brokenTarget_isRefused(String target) throws Exception {
        RawConnection.Head head = client.request("GET", target).readHead();

        assertThat(head.status()).isBetween(400, 404);
    }
}

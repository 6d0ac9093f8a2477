package dev.beckon.server.config;

import static dev.beckon.server.config.Loading.assertErrors;
import static dev.beckon.server.config.Loading.config;
import static dev.beckon.server.config.Loading.load;
import static dev.beckon.server.config.Loading.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.server.config.ConfigLoader.Loaded;
import dev.beckon.server.config.ServerConfig.Secret;
import dev.beckon.server.config.ServerConfig.TlsPorts;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessSettingsTest {

    private static final String SECRET = "hush-hush-hush-hush-hush-hush-hush-hush";

    private final Path file;

    AccessSettingsTest(@TempDir Path folder) {
        this.file = folder.resolve("key");
    }

    /** Gives every setting of access another value than its default. */
    static void change(Map<String, String> settings, Path file) {
        settings.put("token-secret", SECRET);
        settings.put("token-secret-file", file.toString());
        settings.put("token-key", file.toString());
        settings.put("token-jwks-file", file.toString());
        settings.put("token-jwks-url", "https://id.example.org/keys?v=1");
        settings.put("token-issuer", "https://id.example.org/");
        settings.put("token-audience", "beckon");
        settings.put("token-leeway", "1s");
        settings.put("token-grace", "2s");
        settings.put("token-reload", "4s");
        settings.put("tls-cert", file.toString());
        settings.put("tls-key", file.toString());
        settings.put("tls-ports", "both");
        settings.put("grpc-client-ca", file.toString());
        settings.put("web-client-ca", file.toString());
        settings.put("tls-reload", "3s");
    }

    @BeforeEach
    void create() throws IOException {
        Files.createFile(file);
    }

    @Test
    void defaults() {
        assertThat(config(load()).tokens())
                .isEqualTo(new ServerConfig.Tokens(
                        new ServerConfig.TokenKeys(null, null, List.of(), null, null),
                        null,
                        List.of(),
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(10)));
        assertThat(config(load()).tokens().keys().isEmpty()).isTrue();
        assertThat(config(load()).tls()).isNull();
        assertThat(config(load("--tls-cert=" + file, "--tls-key=" + file)).tls())
                .isEqualTo(new ServerConfig.Tls(file, file, TlsPorts.BOTH, null, null, Duration.ofSeconds(10)));
    }

    @Test
    void everyKey() throws IOException {
        Map<String, String> changed = new HashMap<>();
        change(changed, file);
        Path properties = Files.write(
                file.resolveSibling("beckon.properties"),
                changed.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .toList());
        Map<String, String> variables = changed.entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> "BECKON_"
                                + entry.getKey().toUpperCase(Locale.ROOT).replace('-', '_'),
                        Map.Entry::getValue));
        String[] options = changed.entrySet().stream()
                .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                .toArray(String[]::new);

        ServerConfig.Tokens expected = new ServerConfig.Tokens(
                new ServerConfig.TokenKeys(
                        new Secret(SECRET), file, List.of(file), file, URI.create("https://id.example.org/keys?v=1")),
                "https://id.example.org/",
                List.of("beckon"),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(4));
        ServerConfig.Tls expectedTls =
                new ServerConfig.Tls(file, file, TlsPorts.BOTH, file, file, Duration.ofSeconds(3));
        for (Loaded loaded :
                List.of(load(options), load("--config=" + properties), ConfigLoader.load(List.of(), variables))) {
            assertThat(config(loaded).tokens()).isEqualTo(expected);
            assertThat(config(loaded).tls()).isEqualTo(expectedTls);
        }
    }

    @Test
    void oneKeyOfAnyKind_letsOtherMachinesIn() {
        for (String key : List.of(
                "--token-secret=" + SECRET,
                "--token-secret-file=" + file,
                "--token-key=" + file,
                "--token-jwks-file=" + file,
                "--token-jwks-url=http://127.0.0.1:1/keys")) {
            assertThat(config(load(key, "--host=0.0.0.0")).grpc().host()).isEqualTo("0.0.0.0");
        }
    }

    @Test
    void rulesForTokens_areRefusedWithoutAKey() {
        assertErrors(load("--token-issuer=x", "--token-audience=y")).hasSize(2).allSatisfy(error -> assertThat(error)
                .contains("nobody is asked for a token"));
    }

    @ParameterizedTest
    @CsvSource({"both, true, true", "grpc, true, false", "web, false, true"})
    void tlsPorts_saysWhichSpeakIt(String ports, boolean grpc, boolean web) {
        assertThat(config(load("--tls-cert=" + file, "--tls-key=" + file, "--tls-ports=" + ports))
                        .tls())
                .asInstanceOf(InstanceOfAssertFactories.type(ServerConfig.Tls.class))
                .returns(grpc, ServerConfig.Tls::onGrpc)
                .returns(web, ServerConfig.Tls::onWeb);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--tls-cert=F",
                "--tls-key=F",
                "--grpc-client-ca=F",
                "--web-client-ca=F",
                "--tls-cert=F --tls-key=F --tls-ports=web --grpc-client-ca=F",
                "--tls-cert=F --tls-key=F --tls-ports=grpc --web-client-ca=F",
            })
    void halfOfTls_isRefused(String options) {
        assertErrors(load(options.replace("F", file.toString()).split(" ")))
                .singleElement()
                .asString()
                .contains("(expected: ");
    }

    @Test
    void theSecret_isShownNowhere() {
        assertThat(text(load("--token-secret=" + SECRET, "--show-config")))
                .containsPattern("token-secret +option +\\*\\*\\*\\*")
                .doesNotContain("hush");
        assertThat(load("--token-secret=" + SECRET).toString()).doesNotContain("hush");
        assertErrors(load("--token-secret=hush")).singleElement().asString().doesNotContain("hush");
        assertErrors(load("--tokn-secret=hush", "--token-secret", SECRET, "--token-secret=" + SECRET))
                .hasSize(2)
                .allSatisfy(error -> assertThat(error).doesNotContain("hush"));
    }
}

package dev.beckon.server.config;

import static dev.beckon.server.config.Loading.config;
import static dev.beckon.server.config.Loading.load;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.server.config.ServerConfig.LogLevel;
import dev.beckon.server.core.message.Heartbeats;
import dev.beckon.server.core.message.IceServer;
import dev.beckon.server.core.message.Limits;
import dev.beckon.server.core.peer.Hello.ConflictPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine.Model.OptionSpec;

/** Per record: its defaults, and every key mapped to another value, from each of the three sources. */
class ServerConfigTest {

    private final Path folder;
    private final Map<String, String> changed = new HashMap<>();

    ServerConfigTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** Where the changed settings stand. */
    enum Source {
        OPTIONS,
        ENVIRONMENT,
        FILE
    }

    @BeforeEach
    void changeEverySetting() {
        changed.put("host", "0.0.0.0");
        changed.put("grpc-port", "50052");
        changed.put("web-port", "0");
        changed.put("web", "false");
        changed.put("static-dir", folder.toString());
        changed.put("allowed-origin", "https://app.example.org");
        changed.put("allow-anonymous", "true");
        changed.put("ice-server", "turn:turn.example.org:3478?transport=udp,alice,s,ec=ret");
        changed.put("conflict-cap", "reject");
        changed.put("hello-timeout", "500ms");
        changed.put("native-heartbeat", "1s");
        changed.put("native-client-heartbeat", "2s");
        changed.put("native-dead-after", "3s");
        changed.put("browser-heartbeat", "4s");
        changed.put("browser-client-heartbeat", "5m");
        changed.put("browser-dead-after", "1h");
        changed.put("max-frame-bytes", "1MiB");
        changed.put("max-sdp-bytes", "100000");
        changed.put("max-candidate-bytes", "1KiB");
        changed.put("max-data-bytes", "2KiB");
        changed.put("max-attributes-bytes", "3KiB");
        changed.put("max-rooms", "4");
        changed.put("max-room-members", "5");
        changed.put("max-outbound-bytes", "2MiB");
        changed.put("log-level", "debug");
        changed.put("ready-file", folder.resolve("ready").toString());
    }

    @Test
    void everySettingIsChangedHere() {
        assertThat(ServerOptions.settingsOf(ParsedSource.newCommandLine(new ServerOptions())).stream()
                        .map(OptionSpec::longestName)
                        .map(name -> name.substring(2)))
                .containsExactlyInAnyOrderElementsOf(changed.keySet());
    }

    @Nested
    class Grpc {

        @Test
        void defaults() {
            assertThat(config(load()).grpc()).isEqualTo(new ServerConfig.Grpc("127.0.0.1", 50051));
        }

        @ParameterizedTest
        @EnumSource
        void everyKey(Source source) throws IOException {
            assertThat(changedConfig(source).grpc()).isEqualTo(new ServerConfig.Grpc("0.0.0.0", 50052));
        }
    }

    @Nested
    class Web {

        @Test
        void defaults() {
            assertThat(config(load()).web()).isEqualTo(new ServerConfig.Web(true, "127.0.0.1", 8080, List.of(), null));
        }

        @ParameterizedTest
        @EnumSource
        void everyKey(Source source) throws IOException {
            assertThat(changedConfig(source).web())
                    .isEqualTo(new ServerConfig.Web(
                            false, "0.0.0.0", 0, List.of("https://app.example.org"), folder.toAbsolutePath()));
        }
    }

    @Nested
    class Sessions {

        @Test
        void defaults() {
            assertThat(config(load()).sessions())
                    .isEqualTo(new ServerConfig.Sessions(Duration.ofSeconds(5), ConflictPolicy.REPLACE));
        }

        @ParameterizedTest
        @EnumSource
        void everyKey(Source source) throws IOException {
            assertThat(changedConfig(source).sessions())
                    .isEqualTo(new ServerConfig.Sessions(Duration.ofMillis(500), ConflictPolicy.REJECT));
        }
    }

    @Nested
    class Heartbeat {

        @Test
        void defaults() {
            assertThat(config(load()).heartbeat())
                    .isEqualTo(new ServerConfig.Heartbeat(Heartbeats.NATIVE, Heartbeats.BROWSER));
        }

        @ParameterizedTest
        @EnumSource
        void everyKey(Source source) throws IOException {
            assertThat(changedConfig(source).heartbeat())
                    .isEqualTo(new ServerConfig.Heartbeat(
                            new Heartbeats(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3)),
                            new Heartbeats(Duration.ofSeconds(4), Duration.ofMinutes(5), Duration.ofHours(1))));
        }
    }

    @Nested
    class Bounds {

        @Test
        void defaults() {
            assertThat(config(load()).limits()).isEqualTo(Limits.DEFAULTS);
        }

        @ParameterizedTest
        @EnumSource
        void everyKey(Source source) throws IOException {
            assertThat(changedConfig(source).limits())
                    .isEqualTo(new Limits(1024 * 1024, 100_000, 1024, 2048, 3072, 4, 5, 2 * 1024 * 1024));
        }
    }

    @Nested
    class Rest {

        @Test
        void defaults() {
            ServerConfig config = config(load());

            assertThat(config.iceServers()).isEmpty();
            assertThat(config.logLevel()).isEqualTo(LogLevel.INFO);
            assertThat(config.readyFile()).isNull();
        }

        @ParameterizedTest
        @EnumSource
        void everyKey(Source source) throws IOException {
            ServerConfig config = changedConfig(source);

            assertThat(config.iceServers())
                    .containsExactly(
                            new IceServer(List.of("turn:turn.example.org:3478?transport=udp"), "alice", "s,ec=ret"));
            assertThat(config.logLevel()).isEqualTo(LogLevel.DEBUG);
            assertThat(config.readyFile()).isEqualTo(folder.resolve("ready").toAbsolutePath());
        }
    }

    private ServerConfig changedConfig(Source source) throws IOException {
        return config(
                switch (source) {
                    case OPTIONS ->
                        load(changed.entrySet().stream()
                                .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                                .toArray(String[]::new));
                    case ENVIRONMENT ->
                        ConfigLoader.load(
                                List.of(),
                                changed.entrySet().stream()
                                        .collect(Collectors.toMap(
                                                entry -> "BECKON_"
                                                        + entry.getKey()
                                                                .toUpperCase(Locale.ROOT)
                                                                .replace('-', '_'),
                                                Map.Entry::getValue)));
                    case FILE -> {
                        Path file = folder.resolve("beckon.properties");
                        Files.write(
                                file,
                                changed.entrySet().stream()
                                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                                        .toList());
                        yield load("--config", file.toString());
                    }
                });
    }
}

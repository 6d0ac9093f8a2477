package dev.beckon.server.config;

import static dev.beckon.server.config.Loading.config;
import static dev.beckon.server.config.Loading.load;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.server.config.ServerConfig.LogFormat;
import dev.beckon.server.config.ServerConfig.LogLevel;
import dev.beckon.server.core.message.Heartbeats;
import dev.beckon.server.core.message.IceServer;
import dev.beckon.server.core.message.Limits;
import dev.beckon.server.core.peer.Hello.ConflictPolicy;
import dev.beckon.server.limits.ClientAddresses;
import dev.beckon.server.limits.FanOutLimits.Rate;
import dev.beckon.server.limits.Subnet;
import dev.beckon.server.limits.UploadPace;
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
    void changeBasics() {
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
        changeFrom(4, "max-rooms max-room-members");
        changed.put("max-outbound-bytes", "2MiB");
        changed.put("log-level", "debug");
        changed.put("ready-file", folder.resolve("ready").toString());
    }

    @BeforeEach
    void changeSessionsAndTheirEnd() {
        changed.put("trusted-proxy", "10.0.0.0/8");
        changed.put("proxy-header", "forwarded");
        changed.put("resume-window-native", "3s");
        changed.put("resume-window-browser", "4s");
        changed.putAll(Map.of("ack-every", "5", "ack-interval", "600ms", "slow-after", "7s"));
        changed.put("max-mailbox-events", "8");
        changed.put("max-mailbox-bytes", "9MiB");
        changed.put("max-mailboxes-bytes", "3GiB");
        changed.put("guaranteed-mailbox-bytes", "16KiB");
        changed.put("max-mailboxes-bytes-per-subject", "4MiB");
        changed.put("max-watched-peers", "10");
        changed.put("admin", "false");
        changed.put("admin-host", "::1");
        changed.put("admin-port", "30");
        changed.put("metrics", "false");
        changed.put("metrics-host", "::1");
        changed.put("metrics-port", "27");
        changed.put("drain", "29s");
        changed.put("drain-spread", "28s");
        changed.put("log-format", "json");
    }

    @BeforeEach
    void changeRates() {
        changeFrom(11, "frames-per-second frames-burst connects-per-second connects-burst max-sessions-per-subject");
        changeFrom(16, "max-connections-per-address max-connections max-uploads-per-address max-uploads");
        changeFrom(
                16, "fan-out-per-second fan-out-burst subject-fan-out-per-second subject-fan-out-burst max-watchers");
        changed.put("request-timeout", "20s");
        changed.put("min-upload-rate", "31KiB");
        changed.put("ping-interval", "32s");
        changed.put("max-header-bytes", "21KiB");
        changeFrom(22, "max-streams-native max-streams-web max-resets max-control-frames");
        changed.put("flood-window", "26s");
    }

    private void changeFrom(int first, String keys) {
        int value = first;
        for (String key : keys.split(" ", -1)) {
            changed.put(key, "" + value++);
        }
    }

    /** What they become, {@link AccessSettingsTest} tells. */
    @BeforeEach
    void changeAccess() throws IOException {
        AccessSettingsTest.change(changed, Files.createFile(folder.resolve("key")));
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
                    .isEqualTo(new ServerConfig.Sessions(
                            ofSeconds(5),
                            ConflictPolicy.REPLACE,
                            new ServerConfig.ResumeWindows(ofSeconds(120), ofSeconds(60))));
        }

        @ParameterizedTest
        @EnumSource
        void everyKey(Source source) throws IOException {
            assertThat(changedConfig(source).sessions())
                    .isEqualTo(new ServerConfig.Sessions(
                            Duration.ofMillis(500),
                            ConflictPolicy.REJECT,
                            new ServerConfig.ResumeWindows(ofSeconds(3), ofSeconds(4))));
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
                            new Heartbeats(ofSeconds(1), ofSeconds(2), ofSeconds(3)),
                            new Heartbeats(ofSeconds(4), Duration.ofMinutes(5), Duration.ofHours(1))));
        }
    }

    @Nested
    class Bounds {

        @Test
        void defaults() {
            long heap = Runtime.getRuntime().maxMemory();

            assertThat(config(load()).limits()).isEqualTo(Limits.DEFAULTS);
            assertThat(config(load()).mailboxes())
                    .isEqualTo(new ServerConfig.Mailboxes(heap / 4, 32 * 1024, heap / 128));
        }

        @ParameterizedTest
        @EnumSource
        void everyKey(Source source) throws IOException {
            assertThat(changedConfig(source).limits())
                    .isEqualTo(new Limits(
                            1024 * 1024,
                            100_000,
                            1024,
                            2048,
                            3072,
                            4,
                            5,
                            10,
                            2 * 1024 * 1024,
                            ofSeconds(7),
                            new Limits.Mailbox(8, 9 * 1024 * 1024),
                            new Limits.Frames(11, 12),
                            new Limits.Acks(5, Duration.ofMillis(600))));
            assertThat(changedConfig(source).mailboxes())
                    .isEqualTo(new ServerConfig.Mailboxes(3L * 1024 * 1024 * 1024, 16 * 1024, 4 * 1024 * 1024));
        }
    }

    @Nested
    class Rates {

        @Test
        void defaults() {
            assertThat(config(load()).rates())
                    .isEqualTo(new ServerConfig.Rates(50, 500, 16, new Rate(2000, 16384), new Rate(8000, 65536), 1024));
        }

        @ParameterizedTest
        @EnumSource
        void everyKey(Source source) throws IOException {
            assertThat(changedConfig(source).rates())
                    .isEqualTo(new ServerConfig.Rates(13, 14, 15, new Rate(16, 17), new Rate(18, 19), 20));
        }
    }

    @Nested
    class Connections {

        @Test
        void defaults() {
            assertThat(config(load()).connections())
                    .isEqualTo(new ServerConfig.Connections(
                            1024,
                            100_000,
                            256,
                            4096,
                            new UploadPace(ofSeconds(10), 8 * 1024),
                            new ClientAddresses(List.of(), ClientAddresses.Header.X_FORWARDED_FOR)));
        }

        @ParameterizedTest
        @EnumSource
        void everyKey(Source source) throws IOException {
            assertThat(changedConfig(source).connections())
                    .isEqualTo(new ServerConfig.Connections(
                            16,
                            17,
                            18,
                            19,
                            new UploadPace(ofSeconds(20), 31 * 1024),
                            new ClientAddresses(
                                    List.of(Subnet.parse("10.0.0.0/8")), ClientAddresses.Header.FORWARDED)));
        }
    }

    @Nested
    class Http2 {

        @Test
        void defaults() {
            assertThat(config(load()).http2())
                    .isEqualTo(new ServerConfig.Http2(16 * 1024, 1000, 100, 2000, 1000, ofSeconds(10), ofSeconds(5)));
        }

        @ParameterizedTest
        @EnumSource
        void everyKey(Source source) throws IOException {
            assertThat(changedConfig(source).http2())
                    .isEqualTo(new ServerConfig.Http2(21 * 1024, 22, 23, 24, 25, ofSeconds(26), ofSeconds(32)));
        }
    }

    @Nested
    class Operation {

        @Test
        void defaults() {
            ServerConfig config = config(load());

            assertThat(config.admin()).isEqualTo(new ServerConfig.Admin(true, "127.0.0.1", 50052));
            assertThat(config.metrics()).isEqualTo(new ServerConfig.Metrics(true, "127.0.0.1", 9464));
            assertThat(config.drain()).isEqualTo(new ServerConfig.Drain(ofSeconds(30), ofSeconds(10)));
            assertThat(config.logFormat()).isEqualTo(LogFormat.TEXT);
        }

        @ParameterizedTest
        @EnumSource
        void everyKey(Source source) throws IOException {
            ServerConfig config = changedConfig(source);

            assertThat(config.admin()).isEqualTo(new ServerConfig.Admin(false, "::1", 30));
            assertThat(config.metrics()).isEqualTo(new ServerConfig.Metrics(false, "::1", 27));
            assertThat(config.drain()).isEqualTo(new ServerConfig.Drain(ofSeconds(29), ofSeconds(28)));
            assertThat(config.logFormat()).isEqualTo(LogFormat.JSON);
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

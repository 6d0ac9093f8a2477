package dev.beckon.server.config;

import static dev.beckon.server.config.Loading.assertErrors;
import static dev.beckon.server.config.Loading.config;
import static dev.beckon.server.config.Loading.load;
import static dev.beckon.server.config.Loading.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.server.config.ConfigLoader.Loaded;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigLoaderTest {

    private final Path folder;
    private final Path file;

    ConfigLoaderTest(@TempDir Path folder) {
        this.folder = folder;
        this.file = folder.resolve("beckon.properties");
    }

    @Test
    void options_comeBeforeEnvironment_beforeFile_beforeDefaults() throws IOException {
        write("grpc-port=1", "web-port=1", "max-rooms=1");

        ServerConfig config = config(ConfigLoader.load(
                List.of("--grpc-port=3"),
                Map.of("BECKON_CONFIG", file.toString(), "BECKON_GRPC_PORT", "2", "BECKON_WEB_PORT", "2")));

        assertThat(config.grpc().port()).isEqualTo(3);
        assertThat(config.web().port()).isEqualTo(2);
        assertThat(config.limits().rooms()).isEqualTo(1);
        assertThat(config.limits().roomMembers()).isEqualTo(256);
    }

    @Test
    void aList_isTakenWholeFromTheHighestSource() throws IOException {
        write("allowed-origin=https://file.example", "ice-server=stun:file.example", "ice-server=stun:file2.example");

        ServerConfig config = config(ConfigLoader.load(
                List.of("--config", file.toString()),
                Map.of("BECKON_ALLOWED_ORIGIN", "https://one.example  https://two.example")));

        assertThat(config.web().allowedOrigins()).containsExactly("https://one.example", "https://two.example");
        assertThat(config.iceServers())
                .extracting(server -> server.urls().getFirst())
                .containsExactly("stun:file.example", "stun:file2.example");
    }

    @Test
    void aList_mayBeGivenByRepeatedOptionsAmongOthers() {
        ServerConfig config =
                config(load("--ice-server=stun:a", "--grpc-port=1", "--ice-server", "stun:b", "--web-port=2"));

        assertThat(config.iceServers()).hasSize(2);
        assertThat(config.grpc().port()).isEqualTo(1);
        assertThat(config.web().port()).isEqualTo(2);
    }

    @Test
    void theFile_isUtf8() throws IOException {
        Path accented = Files.createDirectory(folder.resolve("é"));
        write("static-dir=" + accented);

        assertThat(config(load("--config=" + file)).web().staticDir()).isEqualTo(accented.toAbsolutePath());
    }

    @Test
    void unknownNames_areErrorsInEverySource_withASuggestionInItsOwnWords() throws IOException {
        write("grpc-prot=1");

        assertErrors(ConfigLoader.load(
                        List.of("--config=" + file, "--web-prot=1", "--zzz"), Map.of("BECKON_MAX_ROOM", "1")))
                .containsExactly(
                        "grpc-prot in " + file + ": unknown (did you mean grpc-port?)",
                        "BECKON_MAX_ROOM: unknown (did you mean BECKON_MAX_ROOMS?)",
                        "--web-prot: unknown (did you mean --web-port?)",
                        "--zzz: unknown (--help lists all names)");
    }

    @Test
    void otherVariables_areNotLookedAt() {
        assertThat(ConfigLoader.load(List.of(), Map.of("GRPC_PORT", "x", "XBECKON_FOO", "y")))
                .isInstanceOf(Loaded.Run.class);
    }

    @Test
    void allErrors_areFoundAtOnce_namingTheirSource() throws IOException {
        write("grpc-port=65536", "max-rooms=1", "max-rooms=2", "max-sdp-bytes=1MiB", "help=true");

        assertErrors(ConfigLoader.load(
                        List.of("--config", file.toString(), "--log-level=loud", "stray", "--hello-timeout"),
                        Map.of("BECKON_WEB", "yes", "BECKON_SHOW_CONFIG", "true")))
                .containsExactlyInAnyOrder(
                        "grpc-port in " + file + ": '65536' (expected: a port from 1 to 65535, or 0 for a free one)",
                        "max-rooms in " + file + ": is given 2 times (expected: once)",
                        "help in " + file + ": is for the command line only",
                        "BECKON_WEB: 'yes' (expected: true or false)",
                        "BECKON_SHOW_CONFIG: is for the command line only",
                        "--log-level: 'loud' (expected: one of error, warn, info, debug, trace)",
                        "--hello-timeout: has no value",
                        "'stray': unexpected (expected: only options, which begin with --)",
                        "max-sdp-bytes in " + file + ": '1MiB' (expected: at most --max-frame-bytes, which is 512KiB)");
    }

    @Test
    void aValueWithoutMeaning_isRefused() {
        assertErrors(load("--host=", "--grpc-port=1", "--grpc-port=2")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--grpc-port=-1",
                "--grpc-port=5x",
                "--web=1",
                "--static-dir=not/there",
                "--ready-file=not/there/file",
                "--allowed-origin=https://app.example.org/path",
                "--allowed-origin=app.example.org",
                "--conflict-cap=maybe",
                "--hello-timeout=5",
                "--hello-timeout=1ms",
                "--hello-timeout=25h",
                "--max-frame-bytes=0",
                "--max-frame-bytes=65MiB",
                "--max-frame-bytes=9999999999999",
                "--max-frame-bytes=1kb",
                "--max-rooms=0",
                "--max-rooms=1000001",
                "--allow-anonymous=perhaps",
                "--ice-server=http://stun.example.org",
                "--ice-server=stun:example.org,alice,secret",
                "--ice-server=turn:example.org",
                "--ice-server=turn:example.org,alice",
                "--ice-server=turn:example.org,alice,",
                "--ice-server=turn:example.org?transport=sctp,alice,secret",
                "--host=no spaces",
                "--trusted-proxy=10.0.0.1/8",
                "--trusted-proxy=10.0.0.0/33",
                "--trusted-proxy=proxy.example.org",
                "--max-mailboxes-bytes=heap/1",
                "--max-mailboxes-bytes=512KiB",
                "--frames-per-second=-1",
                "--frames-burst=0",
                "--log-format=xml",
                "--token-secret=of-31-bytes-which-is-too-short.",
                "--token-secret-file=not/there",
                "--token-key=.",
                "--token-jwks-file=",
                "--token-jwks-url=http://id.example.org/keys",
                "--token-jwks-url=https:///keys",
                "--token-jwks-url=https://user:word@id.example.org/keys",
                "--token-jwks-url=file:/keys",
                "--token-jwks-url=not an address",
                "--token-issuer= ",
                "--token-issuer=x",
                "--token-audience=x",
                "--token-leeway=0",
            })
    void aWrongValue_isToldWithWhatIsExpected(String argument) {
        String option = argument.substring(0, argument.indexOf('='));

        assertErrors(load(argument))
                .singleElement()
                .asString()
                .startsWith(option + ": ")
                .contains("(expected: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--grpc-port=8080 | --grpc-port",
                "--native-dead-after=15s | --native-client-heartbeat",
                "--browser-dead-after=60s | --browser-client-heartbeat",
                "--max-candidate-bytes=1MiB | --max-frame-bytes",
                "--max-data-bytes=1MiB | --max-frame-bytes",
                "--max-attributes-bytes=1MiB | --max-frame-bytes",
                "--max-outbound-bytes=256KiB | --max-frame-bytes",
                "--max-mailbox-bytes=256KiB | --max-frame-bytes",
                "--metrics-port=50051 | --grpc-port",
                "--metrics-port=8080 | --web-port",
                "--admin-port=50051 | --grpc-port",
                "--admin-port=8080 | --web-port",
                "--metrics-port=50052 | --admin-port",
                "--drain-spread=31s | --drain",
                "--flood-window=1500ms | --flood-window",
            })
    void settingsThatContradictEachOther_areRefused(String argument, String other) {
        assertErrors(load(argument))
                .singleElement()
                .asString()
                .contains("(expected: ")
                .contains(other);
    }

    @Test
    void everyOrigin_standsAlone() {
        assertThat(config(load("--allowed-origin=*")).web().allowedOrigins()).containsExactly("*");
        assertErrors(load("--allowed-origin=*", "--allowed-origin=https://a.example"))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
    void otherMachines_areLetInByNameOnly(String host) {
        assertErrors(load("--host=" + host))
                .singleElement()
                .asString()
                .contains("--host: other machines can reach " + host)
                .contains("--allow-anonymous");
        assertThat(config(load("--host=" + host, "--allow-anonymous")).grpc().host())
                .isEqualTo(host);
    }

    @Test
    void theAdminService_isForThisMachine_unlessTokensAreAskedFor() {
        assertErrors(load("--admin-host=0.0.0.0"))
                .singleElement()
                .asString()
                .contains("--admin-host: other machines can reach 0.0.0.0")
                .contains("end sessions")
                .contains("--allow-anonymous");
        assertThat(load("--admin-host=0.0.0.0", "--allow-anonymous")).isInstanceOf(Loaded.Run.class);
        assertThat(load("--admin-host=0.0.0.0", "--admin=false")).isInstanceOf(Loaded.Run.class);
        assertThat(load("--admin-host=0.0.0.0", "--token-jwks-url=https://id.example.org/keys"))
                .isInstanceOf(Loaded.Run.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "localhost", "127.1.2.3"})
    void thisMachine_needsNoPermission(String host) {
        assertThat(config(load("--host=" + host)).grpc().host()).isEqualTo(host);
    }

    @Test
    void aHostWithoutAddress_isRefused() {
        assertErrors(load("--host=nobody.invalid")).singleElement().asString().contains("'nobody.invalid' (expected: ");
    }

    @Test
    void aSecret_isShownNowhere() {
        String server = "turn:turn.example.org:3478,alice,hush,hush";

        assertThat(text(load("--ice-server", server, "--show-config")))
                .contains("turn:turn.example.org:3478,alice,****")
                .doesNotContain("hush");
        assertThat(load("--ice-server", server).toString()).doesNotContain("hush");
        assertErrors(load("--ice-server=turns?:x,alice,hush", "--ice-server=hush"))
                .allSatisfy(error -> assertThat(error).doesNotContain("hush"));
    }

    @Test
    void showConfig_tellsWhereEachValueComesFrom() throws IOException {
        write("max-rooms=3");

        String table = text(ConfigLoader.load(
                List.of("--config", file.toString(), "--web-port=0", "--show-config"),
                Map.of("BECKON_LOG_LEVEL", "warn")));

        assertThat(table.lines().map(line -> line.replaceAll(" +", " ")))
                .contains(
                        "max-rooms file 3",
                        "web-port option 0",
                        "log-level environment warn",
                        "grpc-port default 50051",
                        "static-dir default none")
                .noneMatch(line -> line.startsWith("config") || line.startsWith("help"));
    }

    @Test
    void aFileThatIsNotThere_isAnError() {
        assertErrors(load("--config", file.toString())).containsExactly("--config: '" + file + "' is not there");
        assertErrors(ConfigLoader.load(List.of(), Map.of("BECKON_CONFIG", file.toString())))
                .containsExactly("BECKON_CONFIG: '" + file + "' is not there");
    }

    @Test
    void aFileThatCannotBeRead_isAnError() throws IOException {
        Files.write(file, new byte[] {'a', '=', (byte) 0xff});
        assertErrors(load("--config", file.toString())).containsExactly("--config: '" + file + "' is not UTF-8");

        write("a=\\u12");
        assertErrors(load("--config", file.toString()))
                .containsExactly("--config: '" + file + "' has a malformed \\u escape");
    }

    @Test
    void help_namesEverySetting_evenBesideErrors() {
        assertThat(text(load("--help", "--zzz")))
                .contains("--grpc-port=PORT")
                .contains("[50051]")
                .contains("BECKON_GRPC_PORT");
    }

    @Test
    void version_isPrinted() {
        assertThat(text(load("--version"))).startsWith("Beckon ");
    }

    private void write(String... lines) throws IOException {
        Files.write(file, List.of(lines), StandardCharsets.UTF_8);
    }
}

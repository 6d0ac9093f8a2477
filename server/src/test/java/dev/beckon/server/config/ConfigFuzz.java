package dev.beckon.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.beckon.server.config.ConfigLoader.Loaded;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import picocli.CommandLine.Model.OptionSpec;

/** Command lines, environments and config files: whatever they hold is a configuration, a text to print, or errors in words. */
class ConfigFuzz {

    private static final String SECRET = "a secret that no message may repeat, of 32 bytes";
    private static final int MOST = 6;
    private static final int LONGEST = 60;

    private static final List<String> OPTIONS =
            ParsedSource.newCommandLine(new ServerOptions()).getCommandSpec().options().stream()
                    .map(OptionSpec::longestName)
                    .toList();
    private static final List<String> VALUES = List.of(
            "",
            " ",
            "0",
            "1",
            "-1",
            "65536",
            "15s",
            "9999999h",
            "64KiB",
            "heap/4",
            "heap/0",
            "true",
            "reject",
            "*",
            "10.0.0.0/8",
            "turn:t.example?transport=udp,user,pass",
            "https://id.example/keys",
            "\0",
            "a\0b",
            "${env:PATH}",
            "@file",
            "'",
            "\"",
            "=",
            SECRET);

    private static Path file;

    @BeforeAll
    static void makeFile() throws IOException {
        file = Files.createTempFile("fuzz", ".properties");
    }

    @AfterAll
    static void removeFile() throws IOException {
        Files.delete(file);
    }

    @FuzzTest
    void settings(FuzzedDataProvider data) throws IOException {
        List<String> arguments = new ArrayList<>();
        Map<String, String> environment = new HashMap<>();
        for (int count = data.consumeInt(0, MOST); count > 0; count--) {
            addArgument(arguments, data);
        }
        for (int count = data.consumeInt(0, MOST); count > 0; count--) {
            String name = data.consumeBoolean() ? option(data).substring(2) : data.consumeString(LONGEST);
            environment.put("BECKON_" + name.toUpperCase(Locale.ROOT).replace('-', '_'), value(data));
        }
        if (data.consumeBoolean()) {
            arguments.add("--config=" + file);
            Files.write(file, contents(data));
        }

        check(ConfigLoader.load(arguments, environment));
    }

    private static void check(Loaded loaded) {
        switch (loaded) {
            case Loaded.Invalid(List<String> errors) -> {
                assertThat(errors).isNotEmpty().doesNotHaveDuplicates();
                for (String error : errors) {
                    assertThat(error).isNotBlank().doesNotContain("Exception", "null", SECRET);
                }
            }
            case Loaded.Print(String text) -> assertThat(text).isNotBlank().doesNotContain(SECRET);
            case Loaded.Run(ServerConfig config, List<Setting> settings) -> {
                assertThat(config.toString()).doesNotContain(SECRET);
                assertThat(Setting.table(settings)).doesNotContain(SECRET);
            }
        }
    }

    private static void addArgument(List<String> arguments, FuzzedDataProvider data) {
        switch (data.consumeInt(0, 3)) {
            case 0 -> arguments.add(option(data) + "=" + value(data));
            case 1 -> {
                arguments.add(option(data));
                arguments.add(value(data));
            }
            case 2 -> arguments.add("--token-secret=" + SECRET);
            default -> arguments.add(data.consumeString(LONGEST));
        }
    }

    private static byte[] contents(FuzzedDataProvider data) {
        StringBuilder lines = new StringBuilder();
        for (int count = data.consumeInt(0, MOST); count > 0; count--) {
            lines.append(option(data).substring(2))
                    .append('=')
                    .append(value(data))
                    .append('\n');
        }
        byte[] raw = data.consumeRemainingAsBytes();
        byte[] known = lines.toString().getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(known, known.length + raw.length);
        System.arraycopy(raw, 0, all, known.length, raw.length);
        return all;
    }

    private static String option(FuzzedDataProvider data) {
        return OPTIONS.get(data.consumeInt(0, OPTIONS.size() - 1));
    }

    private static String value(FuzzedDataProvider data) {
        return data.consumeBoolean() ? VALUES.get(data.consumeInt(0, VALUES.size() - 1)) : data.consumeString(LONGEST);
    }
}

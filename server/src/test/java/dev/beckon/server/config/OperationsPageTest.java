package dev.beckon.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The table of options in docs/operations.md is the one that picocli knows. To write it anew after a change
 * of the options, run this test alone with {@code -Dbeckon.docs=write}.
 */
class OperationsPageTest {

    private static final Path PAGE = Path.of("..", "docs", "operations.md");
    private static final String BEGIN = "<!-- options: begin (written by OperationsPageTest) -->\n";
    private static final String END = "<!-- options: end -->";

    @Test
    void theTableOfOptions_isComplete() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END);
        if ("write".equals(System.getProperty("beckon.docs"))) {
            Files.writeString(PAGE, page.substring(0, begin) + table() + page.substring(end));
        }

        assertThat(Files.readString(PAGE)).contains(BEGIN + table() + END);
    }

    @Test
    void everyLimit_standsInTheTableOfLimits_withItsDefault() throws IOException {
        String page = Files.readString(PAGE);
        String section = page.substring(page.indexOf("\n## Limits\n"), page.indexOf("\n## Behind proxies\n"));

        for (OptionSpec option : options("Limits", "HTTP/2")) {
            assertThat(section.lines())
                    .as("a row with %s and its default", option.longestName())
                    .anyMatch(line ->
                            line.contains("| " + option.defaultValue() + " | `" + option.longestName() + "` |"));
        }
    }

    private static List<OptionSpec> options(String... headings) {
        List<OptionSpec> options =
                ParsedSource.newCommandLine(new ServerOptions()).getCommandSpec().argGroups().stream()
                        .filter(group -> Stream.of(headings)
                                .anyMatch(heading ->
                                        group.heading().replace("%n", "").startsWith(heading)))
                        .flatMap(group -> group.options().stream())
                        .toList();
        assertThat(options).hasSizeGreaterThan(headings.length);
        return options;
    }

    private static String table() {
        CommandLine commandLine = ParsedSource.newCommandLine(new ServerOptions());
        StringBuilder table = new StringBuilder();
        for (ArgGroupSpec group : commandLine.getCommandSpec().argGroups()) {
            table.append("\n**").append(group.heading().replace("%n", "")).append("**\n\n");
            table.append("| option | what it is |\n|---|---|\n");
            for (OptionSpec option : group.options()) {
                table.append("| `")
                        .append(usage(option))
                        .append("` | ")
                        .append(description(option))
                        .append(" |\n");
            }
        }
        return table.append('\n').toString();
    }

    private static String usage(OptionSpec option) {
        String names = String.join("`, `", option.names());
        return option.arity().max() == 0
                ? names
                : names + "=" + option.paramLabel().replace("|", "\\|");
    }

    private static String description(OptionSpec option) {
        String text = String.join(" ", List.of(option.description()))
                .replaceAll(" +", " ")
                .replace("${DEFAULT-VALUE}", String.valueOf(option.defaultValue()));
        return text.replace("|", "\\|");
    }
}

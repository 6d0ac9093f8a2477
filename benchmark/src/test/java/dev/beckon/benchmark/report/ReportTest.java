package dev.beckon.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.beckon.benchmark.report.MarkdownTable.Cells;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ReportTest {

    private static final Results.Row FAST = new Results.Row("fast", "Fast server", "it is fast");
    private static final Results.Row SLOW = new Results.Row("slow", "Slow server", "it is slow");
    private static final Machine MACHINE = new Machine(
            "A processor",
            2,
            23.5,
            "Linux 6 amd64",
            "25",
            "v20",
            "1.82.2",
            "-XX:+Some",
            "abc1234",
            "./bench",
            "2026-11-21 04:00 UTC");

    private final Results results = new Results(List.of(FAST, SLOW));

    @BeforeEach
    void measure() {
        for (double signals : new double[] {1200, 1000, 1100}) {
            results.add(FAST, Metric.RELAY_SIGNALS, signals);
        }
        for (double cpu : new double[] {0.2314, 0.1996, 0.2}) {
            results.add(FAST, Metric.RELAY_SERVER_CPU, cpu);
        }
        results.add(SLOW, Metric.RELAY_SIGNALS, 85);
    }

    @Test
    void spreadTable_showsQuietMedianAndRange() {
        String table = MarkdownTable.of(results, List.of(Metric.RELAY_SIGNALS, Metric.RELAY_SERVER_CPU), Cells.SPREAD);

        assertThat(table)
                .isEqualTo(
                        """
                        | system | relay, k signals/s | server CPU s per 100k signals |
                        | --- | ---: | ---: |
                        | Fast server | **1,200**, 1,100 (1,000-1,200) | **0.200**, 0.200 (0.200-0.231) |
                        | Slow server | 85 | - |
                        """);
    }

    @Test
    void quietTable_showsTheBestRoundOnly() {
        String table = MarkdownTable.of(results, List.of(Metric.RELAY_SERVER_CPU), Cells.QUIET);

        assertThat(table)
                .isEqualTo(
                        """
                        | system | server CPU s per 100k signals |
                        | --- | ---: |
                        | Fast server | 0.200 |
                        | Slow server | - |
                        """);
    }

    @Test
    void page_saysOnWhatAndHow() {
        String page = new Report(results, MACHINE, "Thus.\n").markdown();

        assertThat(page)
                .contains("| measured by | `./bench`, 2026-11-21 04:00 UTC, commit abc1234 |")
                .contains("| machine | 2 cores (A processor), 24 GiB, Linux 6 amd64 |")
                .contains("- **Slow server**: it is slow.")
                .endsWith("## Method\n\nThus.\n");
    }

    @Test
    void json_holdsEveryRound() {
        JsonObject json =
                JsonParser.parseString(new Report(results, MACHINE, "").json()).getAsJsonObject();
        JsonObject system = json.getAsJsonArray("systems").get(0).getAsJsonObject();
        JsonObject signals = system.getAsJsonObject("metrics").getAsJsonObject("relay_signals");

        assertThat(system.get("key").getAsString()).isEqualTo("fast");
        assertThat(signals.get("better").getAsString()).isEqualTo("higher");
        assertThat(signals.get("quiet").getAsDouble()).isEqualTo(1200);
        assertThat(signals.get("median").getAsDouble()).isEqualTo(1100);
        assertThat(signals.getAsJsonArray("values")).hasSize(3);
        assertThat(json.getAsJsonObject("machine").get("jvmOptions").getAsString())
                .isEqualTo("-XX:+Some");
    }

    @Test
    void markedSection_isReplacedAndTheRestIsKept() {
        String page = "before\n<!-- bench:begin -->\nold\n<!-- bench:end -->\nafter\n";

        assertThat(MarkedSection.replace(page, "new\n"))
                .isEqualTo("before\n<!-- bench:begin -->\nnew\n<!-- bench:end -->\nafter\n");
    }

    @Test
    void pageWithoutMarks_isRefused() {
        String reversed = "<!-- bench:end --> <!-- bench:begin -->";

        assertThat(MarkedSection.isIn(reversed)).isFalse();
        assertThatThrownBy(() -> MarkedSection.replace(reversed, "new")).isInstanceOf(IllegalArgumentException.class);
    }
}

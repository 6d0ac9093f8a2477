package dev.beckon.benchmark.report;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.beckon.benchmark.report.MarkdownTable.Cells;
import java.util.List;
import java.util.Locale;

/**
 * The complete report of one run.
 *
 * @param results the measured values
 * @param machine the environment
 * @param method the method, as paragraphs of Markdown
 */
public record Report(Results results, Machine machine, String method) {

    private static final List<Metric> RELAY = List.of(
            Metric.RELAY_SIGNALS,
            Metric.RELAY_SERVER_CPU,
            Metric.RELAY_ALLOCATED,
            Metric.RELAY_MESSAGES,
            Metric.RELAY_BYTES,
            Metric.RELAY_GENERATOR_CPU,
            Metric.RELAY_FOREIGN);
    private static final List<Metric> LATENCY = List.of(
            Metric.LATENCY_P50,
            Metric.LATENCY_P99,
            Metric.LATENCY_MAX,
            Metric.LATENCY_SERVER_CPU,
            Metric.LATENCY_ALLOCATED,
            Metric.LATENCY_LATENESS,
            Metric.LATENCY_FOREIGN);
    private static final List<Metric> CALLS = List.of(
            Metric.CALLS,
            Metric.CALL_SERVER_CPU,
            Metric.CALL_MESSAGES,
            Metric.CALL_BYTES,
            Metric.CALL_GENERATOR_CPU,
            Metric.CALL_FOREIGN);
    private static final List<Metric> REST = List.of(Metric.START, Metric.IDLE_EMPTY, Metric.IDLE_PEER);
    private static final List<Metric> SHORT = List.of(
            Metric.RELAY_SERVER_CPU,
            Metric.RELAY_SIGNALS,
            Metric.LATENCY_P50,
            Metric.LATENCY_P99,
            Metric.CALL_SERVER_CPU,
            Metric.CALL_MESSAGES,
            Metric.CALL_BYTES,
            Metric.START,
            Metric.IDLE_PEER);

    /** Returns the page with all tables. */
    public String markdown() {
        StringBuilder page = new StringBuilder("# Benchmark\n\n");
        page.append(machineLines()).append('\n');
        for (Results.Row row : results.rows()) {
            page.append("- **")
                    .append(row.title())
                    .append("**: ")
                    .append(row.description())
                    .append(".\n");
        }
        page.append("\nEach cell: **quiet figure** (the best round), then median (min-max) of all rounds.\n");
        section(page, "Relay", RELAY);
        section(page, "Latency", LATENCY);
        section(page, "Whole calls", CALLS);
        section(page, "Start and idle peers", REST);
        return page.append("\n## Method\n\n").append(method).toString();
    }

    /**
     * Returns the summary for the README.
     *
     * @param page the path of the full report, relative to the README
     */
    public String summary(String page) {
        return MarkdownTable.of(results, SHORT, Cells.QUIET)
                + "\nQuiet figures (best round) of one run of `%s` on %d cores (%s), %s, commit %s; all tables, spread and method: [%s](%s).\n"
                        .formatted(
                                machine.command(),
                                machine.cores(),
                                machine.processor(),
                                machine.date(),
                                machine.commit(),
                                page,
                                page);
    }

    /** Returns the report as JSON, with every single value. */
    public String json() {
        JsonArray systems = new JsonArray();
        for (Results.Row row : results.rows()) {
            JsonObject metrics = new JsonObject();
            for (Metric metric : Metric.values()) {
                results.summary(row, metric).ifPresent(summary -> metrics.add(key(metric), json(row, metric, summary)));
            }
            JsonObject system = new JsonObject();
            system.addProperty("key", row.key());
            system.addProperty("title", row.title());
            system.add("metrics", metrics);
            systems.add(system);
        }
        var gson = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
        JsonObject all = new JsonObject();
        all.add("machine", gson.toJsonTree(machine));
        all.add("systems", systems);
        return gson.toJson(all) + "\n";
    }

    private void section(StringBuilder page, String title, List<Metric> metrics) {
        page.append("\n## ").append(title).append("\n\n").append(MarkdownTable.of(results, metrics, Cells.SPREAD));
    }

    private String machineLines() {
        return String.format(
                Locale.ROOT,
                """
                | | |
                | --- | --- |
                | measured by | `%s`, %s, commit %s |
                | machine | %d cores (%s), %.0f GiB, %s |
                | software | JDK %s, grpc-java %s, Node.js %s |
                | options of both Java servers | `%s` |
                """,
                machine.command(),
                machine.date(),
                machine.commit(),
                machine.cores(),
                machine.processor(),
                machine.memoryGib(),
                machine.system(),
                machine.jdk(),
                machine.grpc(),
                machine.node(),
                machine.jvmOptions());
    }

    private JsonObject json(Results.Row row, Metric metric, Summary summary) {
        JsonArray values = new JsonArray();
        results.values(row, metric).forEach(values::add);
        JsonObject object = new JsonObject();
        object.addProperty("title", metric.title());
        object.addProperty("better", key(metric.better()));
        object.addProperty("quiet", summary.quiet());
        object.addProperty("median", summary.median());
        object.addProperty("min", summary.min());
        object.addProperty("max", summary.max());
        object.add("values", values);
        return object;
    }

    private static String key(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}

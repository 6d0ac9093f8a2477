package dev.beckon.benchmark.report;

import java.util.List;
import java.util.StringJoiner;

/** Tables of results: one row per system, one column per metric. */
public final class MarkdownTable {

    /** The content of a cell. */
    public enum Cells {
        /** Only the quiet figure. */
        QUIET,
        /** The quiet figure, then median (min-max) unless all rounds agree. */
        SPREAD
    }

    private MarkdownTable() {}

    /** Returns the table of these metrics, ending with a line break. Values that were not measured are dashes. */
    public static String of(Results results, List<Metric> metrics, Cells cells) {
        StringBuilder table = new StringBuilder();
        StringJoiner head = row().add("system");
        StringJoiner line = row().add("---");
        for (Metric metric : metrics) {
            head.add(metric.title());
            line.add("---:");
        }
        table.append(head).append('\n').append(line).append('\n');
        for (Results.Row row : results.rows()) {
            StringJoiner body = row().add(row.title());
            for (Metric metric : metrics) {
                body.add(results.summary(row, metric)
                        .map(summary -> cell(summary, metric, cells))
                        .orElse("-"));
            }
            table.append(body).append('\n');
        }
        return table.toString();
    }

    private static StringJoiner row() {
        return new StringJoiner(" | ", "| ", " |");
    }

    private static String cell(Summary summary, Metric metric, Cells cells) {
        String quiet = metric.format(summary.quiet());
        String min = metric.format(summary.min());
        String max = metric.format(summary.max());
        if (cells == Cells.QUIET || min.equals(max)) {
            return quiet;
        }
        return "**%s**, %s (%s-%s)".formatted(quiet, metric.format(summary.median()), min, max);
    }
}

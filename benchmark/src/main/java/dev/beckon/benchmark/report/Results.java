package dev.beckon.benchmark.report;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The measured values of each system by round. Confined to the measuring thread. */
public final class Results {

    /**
     * A measured system.
     *
     * @param key for programs
     * @param title for people
     * @param description in one sentence
     */
    public record Row(String key, String title, String description) {}

    private final Map<Row, Map<Metric, List<Double>>> values = new LinkedHashMap<>();

    /** Rows appear in this order, whatever the order of measuring. */
    public Results(List<Row> rows) {
        rows.forEach(row -> values.put(row, new EnumMap<>(Metric.class)));
    }

    /** Adds the value of one round. */
    public void add(Row row, Metric metric, double value) {
        Map<Metric, List<Double>> metrics = values.get(row);
        if (metrics == null) {
            throw new IllegalArgumentException("row: " + row.key() + " (expected: one of " + values.keySet() + ")");
        }
        metrics.computeIfAbsent(metric, first -> new ArrayList<>()).add(value);
    }

    /** Returns the systems in order. */
    public List<Row> rows() {
        return List.copyOf(values.keySet());
    }

    /** Returns all rounds of a metric; empty if it was not measured. */
    public List<Double> values(Row row, Metric metric) {
        return List.copyOf(values.getOrDefault(row, Map.of()).getOrDefault(metric, List.of()));
    }

    /** Returns the summary of all rounds; empty if the metric was not measured. */
    public Optional<Summary> summary(Row row, Metric metric) {
        List<Double> rounds = values(row, metric);
        return rounds.isEmpty() ? Optional.empty() : Optional.of(Summary.of(rounds, metric.better()));
    }
}

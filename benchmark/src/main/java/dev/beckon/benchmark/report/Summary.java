package dev.beckon.benchmark.report;

import dev.beckon.benchmark.report.Metric.Better;
import java.util.Arrays;
import java.util.List;

/**
 * The summary of all rounds.
 *
 * @param quiet the value of the best round: other load on the machine can only make a round worse
 * @param median the middle round, or the mean of the two in the middle
 * @param min the lowest
 * @param max the highest
 */
public record Summary(double quiet, double median, double min, double max) {

    /** Summarizes at least one value. */
    public static Summary of(List<Double> values, Better better) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("values: none (expected: at least one)");
        }
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        double min = sorted[0];
        double max = sorted[sorted.length - 1];
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Summary(better == Better.LOWER ? min : max, median, min, max);
    }

    /**
     * Returns the smallest value that at least this share of all values does not exceed (nearest rank).
     *
     * @param sorted ascending, at least one
     * @param share above 0, at most 1
     */
    public static long percentile(long[] sorted, double share) {
        if (sorted.length == 0 || !(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("percentile " + share + " of " + Arrays.toString(sorted));
        }
        return sorted[(int) Math.ceil(share * sorted.length) - 1];
    }
}

package dev.beckon.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.beckon.benchmark.report.Metric.Better;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class SummaryTest {

    @Test
    void ofACost_quietIsTheLowest() {
        assertThat(Summary.of(List.of(3.0, 1.0, 2.0), Better.LOWER)).isEqualTo(new Summary(1, 2, 1, 3));
    }

    @Test
    void ofAYield_quietIsTheHighest() {
        assertThat(Summary.of(List.of(3.0, 1.0, 2.0), Better.HIGHER)).isEqualTo(new Summary(3, 2, 1, 3));
    }

    @Test
    void ofAnEvenNumber_medianIsTheMeanOfTheMiddleTwo() {
        assertThat(Summary.of(List.of(10.0, 1.0, 4.0, 2.0), Better.LOWER).median())
                .isEqualTo(3);
    }

    @Test
    void ofNothing_isRefused() {
        assertThatThrownBy(() -> Summary.of(List.of(), Better.LOWER)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void percentile_isTheNearestRank() {
        long[] sorted = LongStream.rangeClosed(1, 200).toArray();

        assertThat(Summary.percentile(sorted, 0.5)).isEqualTo(100);
        assertThat(Summary.percentile(sorted, 0.99)).isEqualTo(198);
        assertThat(Summary.percentile(sorted, 0.991)).isEqualTo(199);
        assertThat(Summary.percentile(sorted, 1)).isEqualTo(200);
    }

    @Test
    void percentileOfOne_isThatOne() {
        assertThat(Summary.percentile(new long[] {7}, 0.01)).isEqualTo(7);
    }

    @Test
    void percentileOfNothingOrOfAnImpossibleShare_isRefused() {
        assertThatThrownBy(() -> Summary.percentile(new long[0], 0.5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Summary.percentile(new long[] {7}, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Summary.percentile(new long[] {7}, 1.1)).isInstanceOf(IllegalArgumentException.class);
    }
}

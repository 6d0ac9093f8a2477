package dev.beckon.client.signal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CandidateTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "\r\n", "\n", "\r", " \r\n\r\n"})
    void lineBreakOfACandidateCutOutOfADescription_isRemoved(String end) {
        assertThat(Candidate.of("candidate:1 1 udp 1" + end, "0", 0).candidate())
                .isEqualTo("candidate:1 1 udp 1");
    }
}

package dev.beckon.server.transport.web.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagTest {

    @Test
    void theSameBytes_haveTheSameTag_andOthersOrAnEncodingAnotherOne() {
        String tag = EntityTag.of("home".getBytes(UTF_8), "");

        assertThat(tag).matches("\"[A-Za-z0-9_-]{22}\"");
        assertThat(EntityTag.of("home".getBytes(UTF_8), "")).isEqualTo(tag);
        assertThat(EntityTag.of("hom2".getBytes(UTF_8), "")).isNotEqualTo(tag);
        assertThat(EntityTag.of("home".getBytes(UTF_8), "gzip")).isNotEqualTo(tag);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"abc\"",
                "W/\"abc\"",
                " \"abc\" ",
                "*",
                " * ",
                "\"x\", \"abc\"",
                "\"x\",W/\"abc\",\"y\"",
                "\"a,b\", \"abc\""
            })
    void aTagThatIsNamed_isFound(String header) {
        assertThat(EntityTag.isNamed("\"abc\"", List.of(header))).isTrue();
        assertThat(EntityTag.isNamed("\"abc\"", List.of("\"other\"", header))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "\"ABC\"", "\"ab\"", "\"abcd\"", "\"x,abc\"", "\"abc", "\"*\""})
    void anotherTag_isNot(String header) {
        assertThat(EntityTag.isNamed("\"abc\"", List.of(header))).isFalse();
    }
}

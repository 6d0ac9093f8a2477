package dev.beckon.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Texts as JWK sets and as PEM: usable keys, or one {@link KeyException}, which does not repeat a secret. */
class KeyFuzz {

    /** Stands in the corpus as the value of "k". */
    private static final String SECRET = "bm8gbWVzc2FnZSBtYXkgcmVwZWF0IHRoaXMgc2VjcmV0";

    private interface Reading {
        List<VerificationKey> of(String text) throws KeyException;
    }

    @FuzzTest
    void texts(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        check(text, Keys::ofJwks);
        check(text, json -> Keys.usable(Keys.parseFetched(json)));
        check(text, Keys::ofPem);
        check(text, pem -> {
            assertThat(TokenMaker.ofPem(pem)).isNotNull();
            return List.of();
        });
    }

    private static void check(String text, Reading reading) {
        try {
            for (VerificationKey key : reading.of(text)) {
                assertThat(key.algorithms()).isNotEmpty().isSubsetOf(Keys.ALGORITHMS);
            }
        } catch (KeyException unusable) {
            assertThat(unusable).message().isNotBlank().doesNotContain(SECRET);
        }
    }
}

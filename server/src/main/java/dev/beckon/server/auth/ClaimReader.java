package dev.beckon.server.auth;

import dev.beckon.server.core.peer.IdPatterns;
import dev.beckon.server.core.peer.Ids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads typed claims from a token and remembers the first one that is wrong. One wrong claim makes the whole token
 * invalid: ignoring a grant might lift a restriction.
 */
final class ClaimReader {

    private static final int MAX_TEXT = 256;
    private static final int MAX_LIST = 256;

    /** The end of the year 9999. */
    private static final long LAST_SECOND = 253_402_300_799L;

    private final Map<String, Object> claims;
    private @Nullable String problem;

    ClaimReader(Map<String, Object> claims) {
        this.claims = claims;
    }

    /** Returns what is wrong with a claim, in words fit for the client; null if nothing is. */
    @Nullable
    String problem() {
        return problem;
    }

    /** Returns the text, "" if the claim is absent. */
    String text(String name) {
        Object value = claims.get(name);
        if (value == null) {
            return "";
        }
        if (value instanceof String text && isText(text)) {
            return text;
        }
        wrong(name, "1-" + MAX_TEXT + " characters, no control characters");
        return "";
    }

    boolean flag(String name, boolean absent) {
        Object value = claims.get(name);
        if (value == null) {
            return absent;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        wrong(name, "true or false");
        return false;
    }

    /** Returns a NumericDate (RFC 7519, section 2), to the second; null if the claim is absent. */
    @Nullable
    Instant time(String name) {
        Object value = claims.get(name);
        if (value == null) {
            return null;
        }
        if (value instanceof Number number && number.doubleValue() >= 0 && number.doubleValue() <= LAST_SECOND) {
            return Instant.ofEpochSecond(number.longValue());
        }
        wrong(name, "seconds since 1970, as a number");
        return null;
    }

    /** Returns a list of texts; a single text counts as a list of one. Empty if the claim is absent. */
    List<String> texts(String name) {
        List<String> texts = listOf(claims.get(name));
        if (texts == null || !texts.stream().allMatch(ClaimReader::isText)) {
            wrong(name, "a list of at most " + MAX_LIST + " texts");
            return List.of();
        }
        return texts;
    }

    IdPatterns patterns(String name, IdPatterns absent) {
        if (claims.get(name) == null) {
            return absent;
        }
        List<String> patterns = listOf(claims.get(name));
        if (patterns == null || !patterns.stream().allMatch(ClaimReader::isPattern)) {
            wrong(name, "a list of at most " + MAX_LIST + " ids, or beginnings of ids followed by *");
            return new IdPatterns(List.of());
        }
        return new IdPatterns(patterns);
    }

    private static @Nullable List<String> listOf(@Nullable Object value) {
        if (value == null) {
            return List.of();
        }
        if (value instanceof String text) {
            return List.of(text);
        }
        if (!(value instanceof List<?> list) || list.size() > MAX_LIST) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        for (Object element : list) {
            if (!(element instanceof String text)) {
                return null;
            }
            texts.add(text);
        }
        return texts;
    }

    private static boolean isText(String text) {
        return !text.isEmpty() && text.length() <= MAX_TEXT && text.chars().noneMatch(Character::isISOControl);
    }

    private static boolean isPattern(String pattern) {
        return Ids.isValid(pattern)
                && !pattern.substring(0, pattern.length() - 1).contains("*");
    }

    private void wrong(String name, String expected) {
        if (problem == null) {
            problem = "its claim '" + name + "' is invalid (expected: " + expected + ")";
        }
    }
}

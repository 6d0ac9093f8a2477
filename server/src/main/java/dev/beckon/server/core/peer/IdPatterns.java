package dev.beckon.server.core.peer;

import java.util.List;

/** A set of ids given by patterns: an id, or a prefix followed by {@code *}. */
public record IdPatterns(List<String> patterns) {

    public static final IdPatterns ANY = new IdPatterns(List.of("*"));

    public IdPatterns {
        patterns = List.copyOf(patterns);
    }

    public boolean contain(String id) {
        return patterns.stream().anyMatch(pattern -> matches(pattern, id));
    }

    private static boolean matches(String pattern, String id) {
        return pattern.endsWith("*") ? id.startsWith(pattern.substring(0, pattern.length() - 1)) : id.equals(pattern);
    }
}

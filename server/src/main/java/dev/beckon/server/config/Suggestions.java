package dev.beckon.server.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Suggests names for a misspelt option. Picocli's own suggestions compare pairs of letters, which fails where many
 * names share a word: for "--max-room" it suggests "--max-frame-bytes".
 */
final class Suggestions {

    private static final int MOST = 2;
    private static final int SHORTEST_PART = 3;

    private Suggestions() {}

    /**
     * Returns at most two names, from the first kind of match: one edit; contains the word; two edits; part of the
     * word.
     */
    static List<String> of(String typed, Collection<String> names) {
        String word = bare(typed.toLowerCase(Locale.ROOT).replace('_', '-'));
        boolean isLong = word.length() >= SHORTEST_PART;
        List<Predicate<String>> kinds = List.of(
                name -> edits(word, name) <= 1,
                name -> isLong && name.contains(word),
                name -> isLong && edits(word, name) <= 2,
                word::contains);
        return kinds.stream()
                .map(kind -> matching(names, word, kind))
                .filter(matches -> !matches.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    private static List<String> matching(Collection<String> names, String word, Predicate<String> isMatch) {
        return names.stream()
                .filter(name -> isMatch.test(bare(name)))
                .sorted(Comparator.comparingInt((String name) -> edits(word, bare(name)))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST)
                .toList();
    }

    private static String bare(String name) {
        return name.replaceFirst("^-+", "");
    }

    /** Returns the Levenshtein distance: the number of letters to insert, delete or replace. */
    private static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
